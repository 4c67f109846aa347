//! The composition root: one file per subcommand, wiring the other modules together.

mod asking;
mod bench;
mod cli;
mod config;
mod demo;
mod demo_agent;
mod devices;
mod doctor;
mod listen;
mod manual;
mod missing;
mod models;
mod print_style;
mod replay;
mod run;
mod stats;
mod transcribe;
mod version;

use std::ffi::OsString;
use std::io::Write;
use std::os::fd::AsFd;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Result;
use clap::{CommandFactory, Parser};
use parlo_core::sink::Sink;
use parlo_core::untrusted::is_unsafe;

use crate::config::{ConfigSource, Settings, failure, paths};
use crate::diag::log::Log;
use crate::diag::{print, restore_on_panic};
use crate::session::profile::KNOWN_AGENTS;
use crate::ui::host;
use cli::{Cli, Command, DecodeOptions, HearOptions, overrides};
use run::{Inbox, Message};

/// Runs parlo with the arguments of this process. Exit codes: the wrapped agent's own; 0 when all
/// went well; 1 when something failed; 2 when what was asked for cannot be.
pub fn main() -> ExitCode {
    crate::stt::openmp::restart();
    keep_panics_quiet();
    // A file that may not grow any further is an error to report, not an end without a word.
    let _ = signal_hook::flag::register(rustix::process::Signal::XFSZ.as_raw(), Arc::default());
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return answer(&error),
    };
    let code = match version::check_processor().and_then(|()| dispatch(cli)) {
        Ok(code) => code,
        Err(error) => {
            // A reader that went away, as `head` does, has what it wanted.
            if error.downcast_ref().is_some_and(is_closed_pipe) {
                0
            } else {
                // With standard error closed it can be said nowhere.
                let _ = writeln!(print::errors(), "parlo: {error:#}");
                failure::exit_code(&error)
            }
        }
    };
    if crate::stt::is_decoder_left_behind() {
        // The library's static data would be taken down under the feet of its thread.
        signal_hook::low_level::exit(i32::from(code));
    }
    ExitCode::from(code)
}

/// The help, or what is wrong with the command line.
fn answer(error: &clap::Error) -> ExitCode {
    let text = error.render().to_string();
    // The coloured form is clap's, which quotes arguments as they came.
    let printed = if text.chars().any(|character| character != '\n' && is_unsafe(character)) {
        write!(print::errors(), "{text}")
    } else {
        error.print().map_err(print::refused).and_then(|()| print::output().flush())
    };
    match printed {
        Err(refusal) if !error.use_stderr() && !is_closed_pipe(&refusal) => {
            let _ = writeln!(print::errors(), "parlo: {refusal}");
            ExitCode::FAILURE
        }
        _ => ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2)),
    }
}

/// What a panic says may quote a text, so that in every subcommand its place alone is reported.
fn keep_panics_quiet() {
    if let Ok(report) = std::io::stderr().as_fd().try_clone_to_owned() {
        restore_on_panic(host::restore, report.into(), Sink::new(drop));
    }
}

fn dispatch(cli: Cli) -> Result<u8> {
    let inbox = Inbox::default();
    let _log = start_log(&cli, &inbox);
    let done = perform(cli, &inbox);
    // What a session has shown is not repeated.
    if let Some(trouble) = inbox.log_trouble() {
        let _ = writeln!(print::errors(), "parlo: {trouble}");
    }
    done
}

fn perform(mut cli: Cli, inbox: &Inbox) -> Result<u8> {
    let command = cli.command.take();
    let source = |decode: DecodeOptions, hear: HearOptions| {
        let path = cli.common.config.as_deref();
        ConfigSource::new(path, overrides(decode, hear).or(cli.overrides()))
    };
    let bare = || source(Default::default(), Default::default());
    // Whichever command reads it: a file that is wrong anywhere is refused.
    let load = |decode: DecodeOptions, hear: HearOptions| -> Result<Settings> {
        Ok(source(decode, hear)?.with_environment()?.load_with_interface()?.0)
    };
    match command {
        Some(Command::Models(models)) => {
            models::run(models, &paths::model_directory()?, || {
                load(Default::default(), Default::default())
            })?;
        }
        Some(Command::Config(config)) => config::run(&config, bare)?,
        Some(Command::Completions { shell }) => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "parlo", &mut script);
            print::output().write_all(&script)?;
        }
        Some(Command::Man { folder }) => manual::run(Cli::command(), folder.as_deref())?,
        Some(Command::Devices) => devices::run()?,
        Some(Command::Stats(options)) => {
            stats::run(&options, || bare()?.with_environment())?;
        }
        Some(Command::Doctor { decode, hear, doctor }) => {
            let usual_log = paths::log_file();
            let log = cli.common.log_file.clone().map_or(usual_log, Ok);
            return doctor::run(&doctor, &source(decode, hear)?, log);
        }
        Some(Command::Listen { decode, hear, json, stream }) => {
            let form = match (json, stream) {
                (_, true) => listen::Form::Stream,
                (true, false) => listen::Form::Json,
                (false, false) => listen::Form::Text,
            };
            return listen::run(&load(decode, hear)?, form);
        }
        Some(Command::Transcribe { engine, files, json }) => {
            let decode = DecodeOptions { engine, metrics_file: None };
            transcribe::run(&load(decode, HearOptions::default())?, &files, json)?;
        }
        Some(Command::Demo { decode, sample }) => {
            demo::run(&load(decode, HearOptions::default())?, &sample)?;
        }
        Some(Command::Bench { decode, bench }) => {
            bench::run(&load(decode, HearOptions::default())?, &bench)?;
        }
        // No command of its own: it would be offered by completion.
        Some(Command::Agent(words)) if words == ["demo-agent"] => demo_agent::run()?,
        Some(Command::Agent(words)) => {
            let source = bare()?.with_environment()?;
            let others = names_beside(&words);
            let configured = source.load_with_interface()?;
            return run::run(source, configured, words, &others, inbox);
        }
        None => {
            let source = bare()?.with_environment()?;
            let configured = source.load_with_interface()?;
            let words = usual_agent(&configured.0)?;
            return run::run(source, configured, words, &[], inbox);
        }
    }
    Ok(0)
}

/// Names that may have been meant by the first of these words: none if it stands behind `--`.
fn names_beside(words: &[OsString]) -> Vec<String> {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let before = arguments.len().checked_sub(words.len() + 1).and_then(|at| arguments.get(at));
    if before.is_some_and(|before| before == "--") {
        return Vec::new();
    }
    let command = Cli::command();
    let shown = command.get_subcommands().filter(|command| !command.is_hide_set());
    let agents = KNOWN_AGENTS.into_iter().map(str::to_owned);
    shown.map(|command| command.get_name().to_owned()).chain(agents).collect()
}

/// The command to wrap when none is named: the configured one, else the first agent found.
fn usual_agent(settings: &Settings) -> Result<Vec<OsString>> {
    if let Some(command) = &settings.agent {
        return Ok(command.words().iter().map(OsString::from).collect());
    }
    let search_path = std::env::var_os("PATH").unwrap_or_default();
    Ok(vec![crate::session::profile::find_first_agent(&search_path)?])
}

/// Logs to the file asked for, or the usual one; without a home folder there is none.
fn start_log(cli: &Cli, inbox: &Inbox) -> Option<Log> {
    let path = cli.common.log_file.clone().or_else(|| paths::log_file().ok())?;
    let filter = std::env::var("PARLO_LOG").ok();
    Some(Log::start(&path, filter.as_deref(), inbox.sink(Message::LogTrouble)))
}

/// Whether the reader of standard output went away.
fn is_closed_pipe(error: &std::io::Error) -> bool {
    error.kind() == std::io::ErrorKind::BrokenPipe
}
