//! Small JSON files of parlo's own in the cache folder: what they hold can be measured or hashed again.
//!
//! Each is read whole and replaced at once, so that another parlo never reads half of it.

use std::io::Write;
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::paths;

/// What the file holds; nothing if it is not there or cannot be understood.
pub fn read<T: DeserializeOwned + Default>(path: &Path) -> T {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

/// Puts it in place of the file, for this user alone.
///
/// # Errors
/// The disk takes no file there; the one before is untouched then.
pub fn write<T: Serialize>(path: &Path, value: &T) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    paths::create_private(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    serde_json::to_writer_pretty(&mut file, value)?;
    file.flush()?;
    file.persist(path).map(drop).map_err(|error| error.error)
}
