//! `--model auto`: the largest installed model that is fast enough on this machine.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Result;

use super::measured::Measured;
use super::verified;
use crate::config::Settings;
use crate::config::failure::failure;
use crate::stt::model::{self, Candidate, Choice, Spoken, choose};
use crate::stt::{Language, Speed, measure};

/// Says in a line what takes its time.
pub type Report = fn(&str);

/// The name that stands for the choice.
pub const AUTO: &str = "auto";

/// An installed model that is whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Installed {
    /// Its name.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
    /// What the choice depends on.
    pub candidate: Candidate,
}

/// The usable models of a directory, in the order of the catalogue.
///
/// # Errors
/// The directory cannot be read, or holds no usable model; says what to run.
pub fn installed(directory: &Path) -> Result<Vec<Installed>> {
    let mut usable = Vec::new();
    for stored in model::list(directory)? {
        if let Some(Ok(info)) = &stored.installed {
            let path = model::path_of(&stored.name, directory)?;
            usable.push(Installed { name: stored.name, path, candidate: Candidate::of(info) });
        }
    }
    if usable.is_empty() {
        return Err(failure(format!(
            "no usable model is installed in {}; run `parlo models install tiny.en`",
            directory.display()
        )));
    }
    Ok(usable)
}

/// The model to use, measured now where that has not been done before, which is reported.
///
/// # Errors
/// Nothing is installed, or nothing that knows the language; says what to run.
pub fn find(settings: &Settings, directory: &Path, report: Report) -> Result<Installed> {
    let models = installed(directory)?;
    let mut measured = Measured::load()?;
    let budget = settings.voice.decode_budget();
    let choice = choose_with(&models, settings.language, budget, |model| {
        if let Err(error) = verified::check(&model.path) {
            report(&error.to_string());
            return None;
        }
        let known = measured.get(&model.path, settings.threads);
        known.or_else(|| {
            report(&format!("measuring how fast {} is, once", model.name));
            let speed = measure(settings.engine_spec(&model.path).builder(), budget * 2)
                .inspect_err(|error| tracing::warn!(%error, model = model.name, "not measured"))
                .ok()?;
            if let Err(error) = measured.remember(&model.path, settings.threads, &speed) {
                report(&format!("{error:#}"));
                tracing::warn!(%error, "the speed of a model is not remembered");
            }
            Some(speed)
        })
    })?;
    let chosen = models[choice.index].clone();
    tracing::info!(model = chosen.name, fits = choice.fits, "model chosen");
    Ok(chosen)
}

/// The choice among models of these speeds.
///
/// # Errors
/// None of them knows the language, or can be used at all.
pub fn choose_with(
    models: &[Installed],
    language: Language,
    budget: Duration,
    mut speed_of: impl FnMut(&Installed) -> Option<Speed>,
) -> Result<Choice> {
    let candidates: Vec<Candidate> = models.iter().map(|model| model.candidate).collect();
    let spoken = language.spoken();
    let time_of = |index: usize| speed_of(&models[index]).map(|speed| speed.decode);
    choose(&candidates, spoken, budget, time_of).ok_or_else(|| {
        let names: Vec<&str> = models.iter().map(|model| model.name.as_str()).collect();
        let names = names.join(", ");
        failure(match spoken {
            Spoken::Other => format!(
                "no installed model can be used for this language ({names}); run \
                 `parlo models install base`, or set [stt] language to \"en\""
            ),
            Spoken::English | Spoken::Any => format!(
                "none of the installed models can be used ({names}); see `parlo models verify`"
            ),
        })
    })
}

#[cfg(test)]
mod tests;
