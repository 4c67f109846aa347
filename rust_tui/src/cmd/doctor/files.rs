//! The configuration file, and the files parlo writes.

use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};

use anyhow::Result;
use rustix::fs::{Access, access, statvfs};

use super::check::Check;
use crate::cmd::models::size_words;
use crate::config::paths::short_path;
use crate::config::{ConfigSource, Settings, paths};
use crate::diag::remedy_for;

/// Less room than this is soon used up.
const LITTLE_BYTES: u64 = 100 * 1024 * 1024;

/// Reads file and environment. If they have an error the settings are those without them, where there
/// can be any.
pub fn configuration(source: &ConfigSource) -> (Check, Option<Settings>) {
    const NAME: &str = "configuration";
    let path = source.path();
    let loaded = source.clone().with_environment().and_then(|source| source.load_with_interface());
    let check = match &loaded {
        Ok(_) if path.exists() => Check::ok(NAME, format!("{} is valid", short_path(path))),
        Ok(_) => Check::ok(NAME, format!("all defaults; {} does not exist", short_path(path))),
        Err(error) => Check::failed(NAME, &format!("{error:#}"), "correct it, then ask again")
            .note("what follows is looked at with the defaults"),
    };
    let settings = loaded.map(|(settings, _)| settings).or_else(|_| source.settings(""));
    (check.fact("path", path.display().to_string()), settings.ok())
}

/// Whether log, metrics, speeds and models can be written where they belong.
pub fn writable(log: Result<PathBuf>, settings: Option<&Settings>) -> Check {
    const NAME: &str = "files";
    let places = log.and_then(|log| Ok((log, paths::measured_file()?, paths::model_directory()?)));
    let (log, cache, models) = match places {
        Ok(places) => places,
        Err(error) => return Check::failed(NAME, &format!("{error:#}"), "set HOME"),
    };
    let metrics = settings.and_then(|settings| settings.metrics_file.as_deref());
    let wanted = [
        ("metrics", metrics),
        ("the log", Some(log.as_path())),
        ("measured speeds", Some(&cache)),
        ("models", Some(&models)),
    ];
    let refused = wanted.into_iter().filter_map(|(what, path)| {
        let (path, error) = path.and_then(|path| Some((path, refusal(path)?)))?;
        let finding = format!("{what} cannot be written to {}: {error}", short_path(path));
        Some((what, finding, remedy_for(&error)))
    });
    let check = refused.fold(None, |check: Option<Check>, (what, finding, remedy)| {
        Some(match check {
            Some(check) => check.note(finding),
            None if what == "metrics" => {
                Check::fail(NAME, finding, "name another file under [metrics]")
            }
            None => Check::warn(NAME, finding, remedy),
        })
    });
    if let Some(check) = check {
        return check.fact("log", log.display().to_string());
    }
    let room = existing(&log).and_then(|folder| statvfs(folder).ok());
    let room = room.map(|found| found.f_bavail.saturating_mul(found.f_frsize));
    let shown = room.map_or_else(String::new, |bytes| format!(" · {} free", size_words(bytes)));
    let check = match room {
        Some(bytes) if bytes < LITTLE_BYTES => {
            let finding = format!("the disk is nearly full{shown}");
            Check::warn(NAME, finding, "free some room; parlo works without its log")
        }
        _ => Check::ok(NAME, format!("log, models and metrics can be written{shown}")),
    };
    check
        .note(format!("log: {}", short_path(&log)))
        .fact("log", log.display().to_string())
        .fact("free_bytes", room)
}

/// Why a file or folder could not be written, whether or not it is there; nothing is written.
fn refusal(path: &Path) -> Option<Error> {
    let Some(nearest) = existing(path) else { return Some(ErrorKind::NotFound.into()) };
    if nearest != path && !nearest.is_dir() {
        return Some(ErrorKind::NotADirectory.into());
    }
    access(nearest, Access::WRITE_OK).err().map(Error::from)
}

/// The path itself, or the innermost folder of it that exists.
fn existing(path: &Path) -> Option<&Path> {
    let is_relative = path.is_relative();
    let found = path.ancestors().filter(|path| !path.as_os_str().is_empty());
    let mut found = found.filter(|path| path.symlink_metadata().is_ok());
    found.next().or_else(|| is_relative.then_some(Path::new(".")))
}
