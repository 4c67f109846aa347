//! The table of `docs/vad.md`: every voice activity detector on one labelled set.
//!
//! `cargo run --release -p parlo-tools --bin vad_table`, from anywhere in the repository; about two minutes on
//! one core. Speech is `samples/`, labelled by the level of the clean clips and then made soft or
//! mixed with noise; noise is every kind of the crate `parlo-sounds`.

mod detectors;
mod labels;
mod measure;

use std::io::Write;

use anyhow::{Context, Result};
use parlo_sounds::Kind;

use detectors::Detector;
use labels::{Clip, Condition};
use measure::{Noise, Speech};

/// Levels of the noises, dBFS.
const LEVELS_DBFS: [f32; 5] = [-60.0, -50.0, -40.0, -30.0, -20.0];
/// Takes of 30 s of each noise at each level.
const TAKES: u64 = 3;
const TAKE_MS: usize = 30_000;

fn main() -> Result<()> {
    let clips = Clip::all().context("the clips in samples/")?;
    let mut out = std::io::stdout().lock();

    writeln!(out, "{} clips of speech:\n", clips.len())?;
    writeln!(
        out,
        "| speech | detector | missed | onset P50 | P95 | end P5 | P50 | P95 | gap P95 |"
    )?;
    writeln!(out, "| --- | --- | --- | --- | --- | --- | --- | --- | --- |")?;
    for condition in Condition::ALL {
        for detector in Detector::ALL {
            let speech = Speech::measure(detector, condition, &clips)?;
            writeln!(out, "| {} | {} | {speech} |", condition.name(), detector.name())?;
        }
    }

    let names: Vec<&str> = Detector::ALL.iter().map(|detector| detector.name()).collect();
    let minutes = LEVELS_DBFS.len() * TAKES as usize * TAKE_MS / 60_000;
    let [low, .., high] = LEVELS_DBFS;
    writeln!(
        out,
        "\nVoiced ms per minute / utterances per 10 minutes, from {minutes} min of each noise at {low} to {high} dBFS:\n"
    )?;
    writeln!(out, "| noise | {} |", names.join(" | "))?;
    writeln!(out, "| --- |{}", " --- |".repeat(names.len()))?;
    let mut totals = vec![Noise::default(); names.len()];
    for kind in Kind::ALL {
        let mut cells = vec![Noise::default(); names.len()];
        for level_dbfs in LEVELS_DBFS {
            for seed in 0..TAKES {
                let take = kind.render(TAKE_MS, level_dbfs, seed);
                for (cell, detector) in cells.iter_mut().zip(Detector::ALL) {
                    *cell += Noise::measure(detector, &take)?;
                }
            }
        }
        let row: Vec<String> = cells.iter().map(Noise::to_string).collect();
        writeln!(out, "| {} | {} |", kind.name(), row.join(" | "))?;
        totals.iter_mut().zip(&cells).for_each(|(total, cell)| *total += *cell);
    }
    let all: Vec<String> = totals.iter().map(Noise::to_string).collect();
    let cost: Vec<String> = totals.iter().map(|noise| format!("{:.0}", noise.cost())).collect();
    writeln!(out, "| **all** | {} |", all.join(" | "))?;
    writeln!(out, "| CPU, µs per second of audio | {} |", cost.join(" | "))?;
    Ok(())
}
