//! The soak test: `scripts/soak`. The program itself in tmux around its demo agent, with Whisper
//! and a microphone: takes of all lengths and noises, cancels, keys, devices that come and go,
//! resizes, settings. One line per ten takes, and a verdict in one line.

#![allow(
    dead_code,
    unused_imports,
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "it prints, says by panicking that it cannot go on, and needs only a part of what the \
              tests stand on"
)]

mod judge;
mod process;
mod stage;
#[path = "../support/mod.rs"]
mod support;

use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use serde_json::json;

use judge::{Day, kept_mib};
use process::Sample;
use stage::Stage;

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1).filter(|word| !word.starts_with("--"));
    let seconds = words.next().map(|word| word.parse().expect("a number of seconds"));
    let report = words.next();
    let until = Duration::from_secs(seconds.unwrap_or(120));
    let began = Instant::now();
    let mut stage = Stage::start(11);
    let process = stage.process();
    println!(
        "{:>8} {:>6} {:>8} {:>8} {:>8} {:>6}",
        "s", "takes", "RSS MiB", "of it kept", "threads", "files"
    );
    let mut day = Day::default();
    while began.elapsed() < until {
        day.takes.extend(stage.dictate(day.takes.len() + 1));
        let number = day.takes.len();
        // A device may still be closing on a thread of its own.
        let kept = kept_mib(&day.takes);
        let look = || process.sample(began.elapsed(), number, kept);
        let usual = day.samples.first().map_or(usize::MAX, |first: &Sample| first.threads + 1);
        let rests = || Some(look()).filter(|sample| sample.threads <= usual);
        let sample = support::wait::poll(support::wait::SOON, rests).unwrap_or_else(look);
        if number % 10 == 1 {
            print(&sample);
        }
        day.samples.push(sample);
        match number % 7 {
            3 => stage.resize(),
            5 => stage.change_a_setting(),
            _ => {}
        }
    }
    day.records = stage.records().len();
    let verdict = day.verdict(began.elapsed());
    if let Some(path) = report {
        let samples: Vec<_> = day.samples.iter().map(Sample::row).collect();
        let takes: Vec<_> = day
            .takes
            .iter()
            .map(|(happening, take)| json!({ "happening": format!("{happening:?}"), "metrics": take }))
            .collect();
        let report = json!({ "passed": verdict.is_ok(), "samples": samples, "takes": takes });
        std::fs::write(Path::new(&path), format!("{report:#}\n")).expect("writing the report");
    }
    match verdict {
        Ok(line) => {
            println!("soak: passed, {line}");
            ExitCode::SUCCESS
        }
        Err(line) => {
            println!("{}\nsoak: FAILED, {line}", stage.scene());
            ExitCode::FAILURE
        }
    }
}

fn print(sample: &Sample) {
    let Sample { at, takes, rss_mib, kept_mib, threads, files } = *sample;
    let at = at.as_secs();
    println!("{at:>8} {takes:>6} {rss_mib:>8.1} {kept_mib:>10.1} {threads:>8} {files:>6}");
}
