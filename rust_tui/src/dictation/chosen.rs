//! The model and the audio source that the settings choose.

use std::path::PathBuf;

use anyhow::Result;

use super::auto_model::{self, Report};
use super::verified;
use crate::config::Settings;
use crate::config::failure::failure;
use crate::config::paths;
use crate::stt::model;
use crate::voice::{AudioSource, Microphone, Reopen, WavPlayer};

/// A model that is there and looks like one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Model {
    /// What to call it: the name asked for, or the file's.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
}

impl Model {
    /// Finds the model the settings name; measures the installed ones if they leave the choice.
    ///
    /// # Errors
    /// It is not installed, or the file is no usable model; says which command helps.
    pub fn find(settings: &Settings, report: Report) -> Result<Self> {
        if settings.model == auto_model::AUTO {
            let chosen = auto_model::find(settings, &paths::model_directory()?, report)?;
            return Ok(Self { name: chosen.name, path: chosen.path });
        }
        let path = model::resolve(&settings.model, &paths::model_directory()?)?;
        let file_name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let name = file_name
            .as_deref()
            .and_then(model::catalog::name_of_file)
            .map_or_else(|| settings.model.clone(), str::to_owned);
        Ok(Self { name, path })
    }

    /// As [`Self::find`], and hashes the model where that has not been done since its file changed.
    ///
    /// # Errors
    /// As there; or the model is not what it should be.
    pub fn find_verified(settings: &Settings, report: Report) -> Result<Self> {
        let model = Self::find(settings, report)?;
        verified::check(&model.path)?;
        Ok(model)
    }
}

/// The source the settings name: a file, a named microphone, or the default one.
///
/// # Errors
/// The file is unusable, or there is no microphone of that name.
pub fn audio_source(settings: &Settings) -> Result<Box<dyn AudioSource>> {
    match &settings.sample {
        Some(path) => Ok(Box::new(WavPlayer::of_file(path, Reopen::Restart)?)),
        None => {
            let microphone = Microphone::new(settings.device.clone());
            if settings.device.is_some() {
                microphone.check().map_err(|error| failure(error.to_string()))?;
            }
            Ok(Box::new(microphone))
        }
    }
}
