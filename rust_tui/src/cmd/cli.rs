//! The command line: commands and options, and their help.
//!
//! The types of a command's own arguments are in leaf files below, which import no command.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand};
use parlo_core::settings::SendMode;

use crate::config::Overrides;

pub mod bench;
pub mod config;
pub mod models;
mod options;

use bench::BenchOptions;
use config::ConfigCommand;
use models::ModelsCommand;
pub use options::{DecodeOptions, EngineOptions, HearOptions, overrides};

/// Speak to your coding agent.
///
/// parlo runs the agent you know inside your terminal, unchanged. Ctrl+R starts dictation; the
/// pause at the end of your sentence ends it (or Ctrl+R again, at once), and the words stand in the
/// agent's composer. Esc cancels it. Everything is transcribed on this machine.
#[derive(Debug, Parser)]
#[command(
    name = "parlo",
    version,
    long_version = super::version::long(),
    subcommand_value_name = "AGENT [ARGS]... | COMMAND",
    subcommand_help_heading = "Commands",
    allow_external_subcommands = true,
    override_usage = "parlo [OPTIONS] [AGENT [ARGS]...]\n       \
                      parlo [OPTIONS] -- COMMAND [ARGS]...\n       \
                      parlo COMMAND",
    after_help = AFTER_HELP
)]
pub struct Cli {
    /// What goes for every command.
    #[command(flatten)]
    pub common: CommonOptions,
    /// How to decode.
    #[command(flatten)]
    pub decode: DecodeOptions,
    /// How to hear.
    #[command(flatten)]
    pub hear: HearOptions,
    /// What to do with the text: leave it in the composer (draft), press Enter after it (auto), or
    /// offer it for editing first (review)
    #[arg(long, value_name = "MODE", value_parser = PossibleValuesParser::new(SendMode::ALL.map(SendMode::name)))]
    pub send: Option<String>,
    /// A subcommand, the name of an agent, or after `--` any command.
    #[command(subcommand)]
    pub command: Option<Command>,
}

impl Cli {
    /// What the options before a command lay over the configuration.
    pub fn overrides(&self) -> Overrides {
        let send = self.send.as_deref().and_then(SendMode::from_name);
        Overrides { send, ..overrides(self.decode.clone(), self.hear.clone()) }
    }
}

const AFTER_HELP: &str = "\
Examples:
  parlo                       the first agent found: codex, claude, gemini, opencode, aider
  parlo claude --continue     a named agent with its own arguments
  parlo --send auto codex     press Enter after each dictation
  parlo -- ssh host codex     any command
  parlo doctor                what is missing here, and what to do about it
  parlo models install tiny.en
  parlo listen | xargs -0 notify-send

Keys: Ctrl+R starts and ends dictation, Esc cancels it, Ctrl+R twice hands Ctrl+R to the agent.
Change them in the [keys] table of the configuration file.";

/// What goes for every command.
#[derive(Debug, Clone, Default, Args)]
pub struct CommonOptions {
    /// Configuration file (default: parlo/config.toml in the configuration folder)
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Log file (default: parlo/parlo.log in the state folder); PARLO_LOG=debug writes more
    #[arg(long, global = true, value_name = "FILE")]
    pub log_file: Option<PathBuf>,
}

/// Options of `parlo doctor`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "The exit code is 0 unless something fails; warnings are no failures.

Nothing that is heard is kept or shown, only how loud it is.")]
pub struct DoctorOptions {
    /// The agent to look at, if not the one that parlo starts when none is named
    #[arg(value_name = "AGENT")]
    pub agent: Option<OsString>,
    /// How many seconds to listen to the microphone; speak to see the level
    #[arg(long, value_name = "SECONDS", default_value_t = 1,
          value_parser = clap::value_parser!(u64).range(1..=60))]
    pub listen: u64,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    /// Draw with ASCII alone
    #[arg(long)]
    pub ascii: bool,
}

/// Options of `parlo stats`.
#[derive(Debug, Clone, Args)]
pub struct StatsOptions {
    /// A file written by --metrics-file (default: `file` under `[metrics]` in the configuration)
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// Print JSON
    #[arg(long, conflicts_with = "html")]
    pub json: bool,
    /// Write a page with plots as well
    #[arg(long, value_name = "PAGE")]
    pub html: Option<PathBuf>,
    /// Draw with ASCII alone
    #[arg(long)]
    pub ascii: bool,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// List, install, import, check and measure speech models
    Models(ModelsCommand),
    /// Show, check and edit the configuration
    Config(ConfigCommand),
    /// List microphones and their formats
    Devices,
    /// Hear one utterance and print its text, nothing else, on standard output
    Listen {
        #[command(flatten)]
        decode: DecodeOptions,
        #[command(flatten)]
        hear: HearOptions,
        /// Print a JSON object with the text and the metrics
        #[arg(long)]
        json: bool,
        /// Print one JSON object per line for everything that happens, as it happens: words while
        /// they are said, voice activity, the final text, the metrics
        #[arg(long, conflicts_with = "json")]
        stream: bool,
    },
    /// Transcribe WAV files
    Transcribe {
        #[command(flatten)]
        engine: EngineOptions,
        /// WAV files of any rate and channel count; - is standard input
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Print one JSON object per file, with times
        #[arg(long)]
        json: bool,
    },
    /// Check everything parlo needs and suggest fixes
    Doctor {
        #[command(flatten)]
        decode: DecodeOptions,
        #[command(flatten)]
        hear: HearOptions,
        #[command(flatten)]
        doctor: DoctorOptions,
    },
    /// Draw what a metrics file amounts to: latency, how takes ended, trouble
    Stats(StatsOptions),
    /// Dictate audio files into the built-in demo agent and print text and metrics
    Demo {
        #[command(flatten)]
        decode: DecodeOptions,
        /// WAV file to dictate, in place of the built-in one; may be given several times
        #[arg(long, value_name = "FILE")]
        sample: Vec<PathBuf>,
    },
    /// Replay audio files in real time and measure latency and word errors
    Bench {
        #[command(flatten)]
        decode: DecodeOptions,
        #[command(flatten)]
        bench: BenchOptions,
    },
    /// Print a script that completes parlo's commands and options in a shell
    #[command(after_help = "Examples:
  parlo completions bash >~/.local/share/bash-completion/completions/parlo
  parlo completions zsh >\"${fpath[1]}/_parlo\"
  parlo completions fish >~/.config/fish/completions/parlo.fish")]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page, or write it with one for each command into a folder
    #[command(after_help = "Example:\n  parlo man | man -l -")]
    Man {
        /// The folder, which is created
        #[arg(value_name = "FOLDER")]
        folder: Option<PathBuf>,
    },
    /// An agent or command with its arguments. A positional argument beside this one would keep
    /// clap from ever finding it, so `--` has none of its own: what follows it arrives here too.
    #[command(external_subcommand)]
    Agent(Vec<OsString>),
}

#[cfg(test)]
mod tests;
