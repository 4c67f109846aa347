//! Where parlo keeps its files: XDG folders on Linux, the platform's own elsewhere.

use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use anyhow::Result;
use directories::{BaseDirs, ProjectDirs};

use super::failure::failure;

fn project() -> Result<ProjectDirs> {
    ProjectDirs::from("", "", "parlo")
        .ok_or_else(|| failure("there is no home folder; set HOME to one that is yours"))
}

/// The configuration file that is read when none is named.
pub fn config_file() -> Result<PathBuf> {
    Ok(project()?.config_dir().join("config.toml"))
}

/// The folder of models: `PARLO_MODEL_DIR`, else `models` in the data folder.
pub fn model_directory() -> Result<PathBuf> {
    match std::env::var_os("PARLO_MODEL_DIR").filter(|value| !value.is_empty()) {
        Some(folder) => Ok(expanded(PathBuf::from(folder))),
        None => Ok(project()?.data_dir().join("models")),
    }
}

/// A path in which a leading `~/` stands for the home folder, as shells have it, and as no shell
/// does in a file.
pub fn expanded(path: PathBuf) -> PathBuf {
    match (path.strip_prefix("~"), BaseDirs::new()) {
        (Ok(rest), Some(user)) => user.home_dir().join(rest),
        _ => path,
    }
}

/// The log that is written when no other is named.
pub fn log_file() -> Result<PathBuf> {
    let project = project()?;
    let folder = project.state_dir().unwrap_or_else(|| project.data_local_dir());
    Ok(folder.join("parlo.log"))
}

/// Creates a folder and those above it that are missing, for this user alone, whatever the umask. One
/// that is there keeps its mode.
pub(super) fn create_private(folder: &Path) -> std::io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// Where it is remembered which models were hashed and found right.
pub fn verified_file() -> Result<PathBuf> {
    Ok(project()?.cache_dir().join("verified-models.json"))
}

/// Where the measured speeds of models are remembered.
pub fn measured_file() -> Result<PathBuf> {
    Ok(project()?.cache_dir().join("model-speeds.json"))
}

/// A path as its user would write it: with `~` for the home folder.
pub fn short_path(path: &Path) -> String {
    let home = std::env::var_os("HOME").filter(|home| !home.is_empty());
    let inside = home.and_then(|home| Some(path.strip_prefix(home).ok()?.to_path_buf()));
    let shown = inside.map_or_else(|| path.to_path_buf(), |rest| Path::new("~").join(rest));
    parlo_core::untrusted::printable(&shown.display().to_string())
}
