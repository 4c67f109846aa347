//! Options that several commands have, and what they lay over the configuration.

use std::ffi::OsStr;
use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, StringValueParser, TypedValueParser};
use clap::{Arg, Args};
use parlo_core::settings::VadKind;

use crate::config::Overrides;
use crate::stt::model::catalog::CATALOG;

/// Any text; the names of models are what completion offers for it.
#[derive(Debug, Clone)]
pub struct ModelName;

impl TypedValueParser for ModelName {
    type Value = String;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&Arg>,
        value: &OsStr,
    ) -> Result<String, clap::Error> {
        StringValueParser::new().parse_ref(command, argument, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(CATALOG.iter().map(|entry| PossibleValue::new(entry.name))))
    }
}

/// What decodes.
#[derive(Debug, Clone, Default, Args)]
pub struct EngineOptions {
    /// Speech model: a name from `parlo models list`, the path of a ggml file, or auto: the largest
    /// installed one that is fast enough here (see `parlo models bench`)
    #[arg(long, value_name = "NAME|PATH|auto", value_parser = ModelName, hide_possible_values = true)]
    pub model: Option<String>,
    /// Voice activity detector
    #[arg(long, value_name = "NAME", value_parser = PossibleValuesParser::new(VadKind::ALL.map(VadKind::name)))]
    pub vad: Option<String>,
}

/// Options of every command that decodes what is dictated.
#[derive(Debug, Clone, Default, Args)]
pub struct DecodeOptions {
    /// What decodes.
    #[command(flatten)]
    pub engine: EngineOptions,
    /// Append one JSON line of latency metrics per take (never words); see `parlo stats`
    #[arg(long, value_name = "FILE")]
    pub metrics_file: Option<PathBuf>,
}

/// Options of every command that hears.
#[derive(Debug, Clone, Default, Args)]
pub struct HearOptions {
    /// Microphone, by a name from `parlo devices` or a part of one
    #[arg(long, value_name = "NAME")]
    pub device: Option<String>,
    /// Play this WAV file in real time in place of the microphone
    #[arg(long, value_name = "FILE")]
    pub sample: Option<PathBuf>,
}

/// What these options lay over the configuration; clap has checked the names.
pub fn overrides(decode: DecodeOptions, hear: HearOptions) -> Overrides {
    let DecodeOptions { engine: EngineOptions { model, vad }, metrics_file } = decode;
    Overrides {
        model,
        vad: vad.as_deref().and_then(VadKind::from_name),
        metrics_file,
        device: hear.device,
        sample: hear.sample,
        send: None,
    }
}
