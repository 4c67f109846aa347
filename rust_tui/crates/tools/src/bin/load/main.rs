//! The pipeline under load: `scripts/memory-guard`, or `cargo run --release -p parlo-tools --bin load -- --help`.
//!
//! Everything but the microphone, the screen and the agent is the real thing. Each case prints what
//! the process holds as it goes, judges it, and fails when a gate does.

mod air;
mod cases;
mod engines;
mod process;
mod report;
mod user;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::{Parser, Subcommand};

#[derive(Debug, Parser)]
struct Arguments {
    /// Write the samples and the verdict to this JSON file, and a plot to an SVG file beside it.
    #[arg(long, global = true)]
    json: Option<PathBuf>,
    #[command(subcommand)]
    case: Case,
}

#[derive(Debug, Subcommand)]
enum Case {
    /// Utterances back to back with a decoder that is done at once.
    Utterances {
        #[arg(default_value_t = 1_000)]
        takes: usize,
    },
    /// Utterances back to back with Whisper.
    Whisper {
        #[arg(default_value_t = 100)]
        takes: usize,
    },
    /// A decoder that is far too slow, with a full history, for some time in seconds.
    Overload {
        #[arg(default_value_t = 600)]
        seconds: u64,
    },
}

fn main() -> Result<ExitCode> {
    let arguments = Arguments::parse();
    let report = match arguments.case {
        Case::Utterances { takes } | Case::Whisper { takes } if takes < 2 * cases::WARM => {
            bail!(
                "at least {} takes are needed to distinguish growth from warming up",
                2 * cases::WARM
            )
        }
        Case::Utterances { takes } => cases::utterances(takes)?,
        Case::Whisper { takes } => cases::whisper(takes)?,
        Case::Overload { seconds } => cases::overload(seconds)?,
    };
    report.print()?;
    if let Some(path) = arguments.json {
        report.write(&path)?;
    }
    Ok(if report.passed() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
