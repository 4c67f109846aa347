//! The resources of a process: memory, threads, files. From /proc.

use std::path::PathBuf;
use std::time::Duration;

use serde_json::{Value, json};

/// A sample of an idle process between two takes.
#[derive(Debug, Clone, Copy)]
pub struct Sample {
    /// Since the start.
    pub at: Duration,
    /// Takes so far.
    pub takes: usize,
    /// Resident memory, MiB.
    pub rss_mib: f64,
    /// What the history keeps of the takes so far, MiB.
    pub kept_mib: f64,
    /// Threads.
    pub threads: usize,
    /// Open files.
    pub files: usize,
}

impl Sample {
    /// The memory that should stay constant.
    pub fn own_mib(&self) -> f64 {
        self.rss_mib - self.kept_mib
    }

    /// As a line of a report.
    pub fn row(&self) -> Value {
        json!({
            "s": self.at.as_secs_f64(), "takes": self.takes, "rss_mib": self.rss_mib,
            "kept_mib": self.kept_mib, "threads": self.threads, "files": self.files,
        })
    }
}

/// A running program.
pub struct Process(PathBuf);

impl Process {
    /// The one with that number.
    pub fn of(id: &str) -> Self {
        Self(PathBuf::from("/proc").join(id))
    }

    /// Takes a sample now.
    pub fn sample(&self, at: Duration, takes: usize, kept_mib: f64) -> Sample {
        let entries =
            |name: &str| std::fs::read_dir(self.0.join(name)).expect("parlo still runs").count();
        let status = std::fs::read_to_string(self.0.join("status")).expect("parlo still runs");
        let rss = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kib = rss.and_then(|rss| rss.trim().strip_suffix("kB")?.trim().parse::<f64>().ok());
        let rss_mib = kib.expect("VmRSS in kB") / 1_024.0;
        Sample { at, takes, rss_mib, kept_mib, threads: entries("task"), files: entries("fd") }
    }
}
