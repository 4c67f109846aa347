//! What this process holds of the system: memory, threads, files. From /proc, Linux alone.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use crossbeam_channel::after;

/// How long threads may take to end that were needed for a moment: a device is closed on one, and a
/// decoder that did not come back ends on one.
const ENDING: Duration = Duration::from_secs(30);

/// One look.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sample {
    /// Since the case began.
    pub at: Duration,
    /// Utterances so far.
    pub takes: usize,
    /// Resident memory, MiB.
    pub rss_mib: f64,
    /// Threads.
    pub threads: usize,
    /// Open files.
    pub files: usize,
}

impl Sample {
    /// Looks as soon as there are no more threads than usual, or at the end of patience.
    pub fn at_rest(began: Instant, takes: usize, usual_threads: usize) -> Result<Self> {
        let patience = Instant::now();
        loop {
            let sample = Self::take(began.elapsed(), takes)?;
            if sample.threads <= usual_threads || patience.elapsed() > ENDING {
                return Ok(sample);
            }
            let _ = after(Duration::from_millis(5)).recv();
        }
    }

    /// Looks now.
    pub fn take(at: Duration, takes: usize) -> Result<Self> {
        let entries = |folder: &str| Ok::<_, anyhow::Error>(std::fs::read_dir(folder)?.count());
        // The folder that is being read is open itself.
        let files = entries("/proc/self/fd")? - 1;
        Ok(Self {
            at,
            takes,
            rss_mib: status("VmRSS:")?,
            threads: entries("/proc/self/task")?,
            files,
        })
    }
}

/// Has the system forget the most memory that was in use so far. Where it refuses, [`peak_mib`] counts
/// from the start of the program, which only makes a case harder to pass.
pub fn forget_peak() {
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

/// The most memory that was in use, MiB.
pub fn peak_mib() -> Result<f64> {
    status("VmHWM:")
}

fn status(field: &str) -> Result<f64> {
    let text = std::fs::read_to_string("/proc/self/status").context("needs Linux's /proc")?;
    let line = text.lines().find_map(|line| line.strip_prefix(field));
    let kib = line.and_then(|rest| rest.trim().strip_suffix("kB")?.trim().parse::<f64>().ok());
    Ok(kib.with_context(|| format!("no {field} in /proc/self/status"))? / 1024.0)
}
