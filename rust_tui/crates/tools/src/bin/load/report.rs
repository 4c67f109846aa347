//! What a case found: lines while it runs, a verdict, and files for a closer look.

use std::io::Write;
use std::path::Path;

use anyhow::Result;
use serde_json::{Value, json};

use crate::process::Sample;

/// Prints the heading of the samples.
pub fn heading(case: &str) -> Result<()> {
    writeln!(std::io::stdout(), "{case}\n       s  takes  RSS MiB  threads  files")?;
    Ok(())
}

/// Prints a sample.
pub fn line(sample: &Sample) -> Result<()> {
    let Sample { at, takes, rss_mib, threads, files } = *sample;
    let at = at.as_secs_f64();
    writeln!(std::io::stdout(), "{at:>8.1} {takes:>6} {rss_mib:>8.1} {threads:>8} {files:>6}")?;
    Ok(())
}

/// A fact that decides, with its numbers.
pub struct Gate {
    pub name: &'static str,
    pub passed: bool,
    pub numbers: String,
}

/// A case that has run.
pub struct Report {
    pub case: String,
    pub samples: Vec<Sample>,
    pub gates: Vec<Gate>,
}

impl Report {
    /// Whether every gate is passed.
    pub fn passed(&self) -> bool {
        self.gates.iter().all(|gate| gate.passed)
    }

    /// Prints the gates, the failed ones first, and the verdict in one line.
    pub fn print(&self) -> Result<()> {
        let mut out = std::io::stdout().lock();
        for Gate { name, passed, numbers } in &self.gates {
            let verdict = if *passed { "ok" } else { "FAILED" };
            writeln!(out, "{name:<10} {verdict:<6} {numbers}")?;
        }
        let verdict = if self.passed() { "passed" } else { "FAILED" };
        writeln!(out, "{}: {verdict}", self.case)?;
        Ok(())
    }

    /// Writes the samples and the gates as JSON, and beside it a plot of the memory as SVG.
    pub fn write(&self, path: &Path) -> Result<()> {
        let samples: Vec<Value> = self.samples.iter().map(sample_row).collect();
        let gates: Vec<Value> = self
            .gates
            .iter()
            .map(
                |gate| json!({ "name": gate.name, "passed": gate.passed, "figures": gate.numbers }),
            )
            .collect();
        let passed = self.passed();
        let report =
            json!({ "case": self.case, "passed": passed, "gates": gates, "samples": samples });
        std::fs::write(path, format!("{report:#}\n"))?;
        std::fs::write(path.with_extension("svg"), self.plot())?;
        Ok(())
    }

    /// Memory over time, from 0.
    fn plot(&self) -> String {
        const WIDTH: f64 = 800.0;
        const HEIGHT: f64 = 300.0;
        let most = |of: fn(&Sample) -> f64| self.samples.iter().map(of).fold(1e-9, f64::max);
        let (last_s, most_mib) = (most(|it| it.at.as_secs_f64()), most(|it| it.rss_mib));
        let points: Vec<String> = self
            .samples
            .iter()
            .map(|it| {
                let x = it.at.as_secs_f64() / last_s * WIDTH;
                let y = HEIGHT - it.rss_mib / most_mib * (HEIGHT - 20.0);
                format!("{x:.1},{y:.1}")
            })
            .collect();
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" \
             font-family=\"sans-serif\" font-size=\"14\">\n\
             <rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n\
             <polyline fill=\"none\" stroke=\"#2563eb\" stroke-width=\"2\" points=\"{}\"/>\n\
             <text x=\"8\" y=\"16\">{}: at most {most_mib:.1} MiB in {last_s:.0} s</text>\n</svg>\n",
            points.join(" "),
            self.case,
        )
    }
}

fn sample_row(sample: &Sample) -> Value {
    json!({
        "s": sample.at.as_secs_f64(),
        "takes": sample.takes,
        "rss_mib": sample.rss_mib,
        "threads": sample.threads,
        "files": sample.files,
    })
}
