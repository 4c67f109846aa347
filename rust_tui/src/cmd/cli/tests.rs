//! What the options lay over the configuration, and which names they take.
#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

use std::path::PathBuf;

use clap::Parser;
use parlo_core::settings::VadKind;

use super::*;

#[test]
fn every_name_the_command_line_offers_is_known() {
    for kind in VadKind::ALL {
        let cli = Cli::parse_from(["parlo", "--vad", kind.name()]);
        assert_eq!(cli.overrides().vad, Some(kind));
    }
    for mode in SendMode::ALL {
        let cli = Cli::parse_from(["parlo", "--send", mode.name()]);
        assert_eq!(cli.overrides().send, Some(mode));
    }
    assert!(Cli::try_parse_from(["parlo", "--vad", "ten"]).is_err());
    // Where nothing is dictated there are no metrics to keep.
    let transcribe = ["parlo", "transcribe", "--metrics-file", "f", "a.wav"];
    assert!(Cli::try_parse_from(transcribe).is_err());
}

#[test]
fn every_option_reaches_the_configuration() {
    let cli = Cli::parse_from(["parlo", "--device", "webcam", "--model", "small.en"]);
    let overrides = cli.overrides();
    assert_eq!(overrides.device.as_deref(), Some("webcam"));
    assert_eq!(overrides.model.as_deref(), Some("small.en"));
    let cli = Cli::parse_from(["parlo", "--metrics-file", "mine.jsonl", "--sample", "word.wav"]);
    let overrides = cli.overrides();
    assert_eq!(overrides.metrics_file, Some(PathBuf::from("mine.jsonl")));
    assert_eq!(overrides.sample, Some(PathBuf::from("word.wav")));
}
