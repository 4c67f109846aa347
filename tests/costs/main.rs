//! The costs of parlo as a terminal, compared with tmux in the same run: `scripts/terminal-costs`.
//!
//! Measurements on a busy machine are worth nothing; the ratio of two in one run is worth a little.
//! Nothing is judged here.

#![allow(
    dead_code,
    unused_imports,
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark prints, says by panicking that it cannot go on, and needs only a part \
              of what the tests stand on"
)]

mod echo;
mod start;
#[path = "../support/mod.rs"]
mod support;
mod throughput;
mod wakes;

use support::parlo::Home;
use support::tmux::{Launch, Size, client};

/// The size of the outermost terminal.
const SIZE: Size = Size { columns: 100, rows: 30 };

/// What is around a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Around {
    /// Nothing.
    Nothing,
    /// tmux.
    Tmux,
    /// parlo.
    Parlo,
    /// parlo, and tmux around that.
    ParloInTmux,
}

const ALL: [Around; 4] = [Around::Nothing, Around::Tmux, Around::Parlo, Around::ParloInTmux];

impl Around {
    fn name(self) -> &'static str {
        match self {
            Self::Nothing => "bare",
            Self::Tmux => "tmux",
            Self::Parlo => "parlo",
            Self::ParloInTmux => "parlo in tmux",
        }
    }

    /// The program with this around it.
    fn launch(self, home: &Home, program: &[&str]) -> Launch {
        let mut command: Vec<String> = program.iter().map(|it| (*it).to_owned()).collect();
        if matches!(self, Self::Parlo | Self::ParloInTmux) {
            let parlo = env!("CARGO_BIN_EXE_parlo");
            command.splice(0..0, [parlo.to_owned(), "--".to_owned()]);
        }
        if matches!(self, Self::Tmux | Self::ParloInTmux) {
            command.splice(0..0, client(home.path()));
        }
        home.launch(command)
    }
}

/// A percentile of some values.
fn percentile(values: &mut [f64], percent: usize) -> f64 {
    values.sort_by(f64::total_cmp);
    let at = (values.len() * percent).div_ceil(100).clamp(1, values.len());
    values[at - 1]
}

fn main() {
    // `cargo bench` passes `--bench`, and perhaps the names of what is wanted.
    let wanted: Vec<String> = std::env::args().skip(1).filter(|it| !it.starts_with('-')).collect();
    let is_wanted = |name: &str| wanted.is_empty() || wanted.iter().any(|it| it == name);
    for (name, measure) in [
        ("throughput", throughput::measure as fn()),
        ("echo", echo::measure),
        ("start", start::measure),
        ("wakes", wakes::measure),
    ] {
        if is_wanted(name) {
            measure();
        }
    }
}
