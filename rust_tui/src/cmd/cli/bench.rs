//! The arguments of `parlo bench`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// What `parlo bench` can be asked for.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
A manifest is a table with tabs: the header `file<TAB>text`, then a line for each recording with its
path from the manifest on and the text that is said in it. Further columns are ignored.

Examples:
  parlo bench                              the recordings of samples/manifest.tsv
  parlo bench --html report.html a.wav     one of yours, without a text: latency only
  parlo bench --end key --key-after-ms 50  the key ends each utterance, not the pause
  parlo bench --long                       does latency grow with the utterance?")]
pub struct BenchOptions {
    /// Recordings and their texts (default: samples/manifest.tsv, unless WAV files are named)
    #[arg(long, value_name = "TSV")]
    pub manifest: Option<PathBuf>,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    /// Write a page with plots
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// What ends an utterance: the pause after it, or the dictation key
    #[arg(long, value_enum, default_value_t = End::Pause)]
    pub end: End,
    /// With --end key: how long after the last voiced sample the key is pressed
    #[arg(long, value_name = "MS", default_value_t = 100, value_parser = clap::value_parser!(u64).range(..=2_000))]
    pub key_after_ms: u64,
    /// Rounds through all recordings
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    pub repeat: u32,
    /// Also join the recordings into utterances of about 25 s
    #[arg(long)]
    pub long: bool,
    /// WAV files to measure the latency of
    #[arg(value_name = "CLIP")]
    pub clips: Vec<PathBuf>,
}

/// What ends an utterance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum End {
    /// The pause after it.
    Pause,
    /// The dictation key.
    Key,
}
