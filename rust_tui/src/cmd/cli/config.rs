//! The arguments of `parlo config`.

use clap::{Args, Subcommand};

/// Shows, checks and edits the configuration
///
/// What is in force comes, in this order, from the command line, from the environment
/// (PARLO_VOICE_SEND for `[voice] send`, and so for every key), from the file, or is the default.
#[derive(Debug, Args)]
pub struct ConfigCommand {
    #[command(subcommand)]
    /// Which of them.
    pub action: ConfigAction,
}

/// What can be done with the configuration.
#[derive(Debug, Subcommand)]
pub enum ConfigAction {
    /// Print where the file is, or would be
    Path,
    /// Print every setting in force and where it comes from, as a file that could be read again
    Show,
    /// Say whether file and environment can work, or the first thing that cannot
    Check,
    /// Open the file in $VISUAL or $EDITOR, and put it in place when it can work
    Edit,
    /// Write a file that explains every key, if there is none yet
    Init,
}
