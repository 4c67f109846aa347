//! Settings that change while parlo runs: saved to the file, and acted on at once where that can be.

use anyhow::Result;
use parlo_core::flow::{HostOrder, Notice};
use parlo_core::hints::Hints;

use super::Session;
use super::jobs::JobEvent;
use crate::config::failure::failure;
use crate::config::table::Setting;
use crate::config::{ConfigSource, Interface, Settings};
use crate::diag::{MetricsFile, print};
use crate::dictation::{Dictation, Host, Model, auto_model};
use crate::ui::layers::{Applies, LayerUpdate, SettingRow};
use crate::voice::{AudioSource, Microphone};

/// What the session works by.
pub(super) struct Setup {
    pub(super) settings: Settings,
    pub(super) interface: Interface,
    pub(super) source: ConfigSource,
    /// The model in use, and the one that is being loaded to take its place.
    pub(super) model: Model,
    pub(super) loading: Option<Model>,
}

impl Setup {
    /// All settings that can be changed, as the layer shows them.
    pub(super) fn rows(&self) -> Vec<SettingRow> {
        self.source.rows(&self.settings)
    }
}

impl Session<'_> {
    /// Gives a setting a value as it was typed, or its default, and shows the layers the result.
    pub(super) fn change_setting(
        &mut self,
        name: &'static str,
        typed: Option<&str>,
        dictation: &mut Dictation,
    ) {
        let outcome = self.set(name, typed, dictation).map_err(|error| format!("{error:#}"));
        self.overlay.layers.update(&LayerUpdate::Settings(self.setup.rows()));
        self.overlay.layers.update(&LayerUpdate::Setting { name, outcome });
    }

    /// Takes another microphone, or the default one.
    pub(super) fn use_device(&mut self, name: Option<String>, dictation: &mut Dictation) {
        let outcome = self.set("voice.device", name.as_deref(), dictation);
        let outcome = outcome.map(|remark| (name, remark)).map_err(|error| format!("{error:#}"));
        self.overlay.layers.update(&LayerUpdate::Device(outcome));
    }

    /// Takes another model, which has to be installed.
    pub(super) fn use_model(&mut self, name: &str, dictation: &mut Dictation) {
        let outcome = self.set("stt.model", Some(name), dictation);
        let outcome = outcome.map(|remark| (name.to_owned(), remark));
        let outcome = outcome.map_err(|error| format!("{error:#}"));
        self.overlay.layers.update(&LayerUpdate::ModelInUse(outcome));
    }

    /// Changes a setting in the file and here; yields a remark on when it acts.
    fn set(
        &mut self,
        name: &'static str,
        typed: Option<&str>,
        dictation: &mut Dictation,
    ) -> Result<String> {
        let setting = Setting::named(name).ok_or_else(|| failure(format!("no setting {name}")))?;
        let before = (self.setup.settings.clone(), self.setup.interface.clone());
        let mut model = None;
        let is_loading = self.setup.loading.is_some();
        let configured = self.setup.source.set(setting, typed, |settings| {
            model = admitted(&before.0, settings, is_loading)?;
            Ok(())
        })?;
        (self.setup.settings, self.setup.interface) = configured;
        let acts = self.act_on(&before, model, dictation)?;
        let saved = format!("saved to {}", self.setup.source.path().display());
        Ok(match (setting.applies, acts) {
            (Applies::NextStart, _) => format!("acts when parlo is started again; {saved}"),
            (Applies::Now, "") => saved,
            (Applies::Now, remark) => format!("{remark}; {saved}"),
        })
    }

    /// Applies what was edited in the configuration file, where it can act; reports the result.
    pub(super) fn follow_configuration(&mut self, dictation: &mut Dictation) {
        // While a model is being loaded another could not be; the next look finds the edit too.
        if self.setup.loading.is_some() || !self.setup.source.is_edited() {
            return;
        }
        let before = (self.setup.settings.clone(), self.setup.interface.clone());
        let taken = self.setup.source.load_with_interface().and_then(|configured| {
            let model = admitted(&before.0, &configured.0, false)?;
            (self.setup.settings, self.setup.interface) = configured;
            self.act_on(&before, model, dictation)
        });
        match taken {
            Ok(_) if self.setup.settings == before.0 && self.setup.interface == before.1 => {}
            Ok(_) => drop(self.perform(HostOrder::Notify(Notice::ConfigurationTaken))),
            Err(error) => {
                let name = self.setup.source.path().file_name().unwrap_or_default().display();
                let error = format!("{error:#}");
                let first = error.lines().next().unwrap_or_default();
                self.report_trouble(&format!("{name} was edited, and is not taken: {first}"));
            }
        }
    }

    /// Applies what has changed; yields a remark where that is not at once.
    fn act_on(
        &mut self,
        (before, drawn): &(Settings, Interface),
        model: Option<Wanted>,
        dictation: &mut Dictation,
    ) -> Result<&'static str> {
        let settings = self.setup.settings.clone();
        let mut remark = "";
        if self.setup.interface.keys != drawn.keys {
            self.keys.decoder.set_keymap(self.setup.interface.keys.clone());
        }
        if settings.hud_size != before.hud_size {
            self.frame.panel.set_hud_size(settings.hud_size);
            self.fit_to_size();
        }
        if settings.ascii != before.ascii || self.setup.interface != *drawn {
            self.frame.panel.follow(&settings, &self.setup.interface);
            self.frame.is_dirty = true;
        }
        if Hints::of(&before.voice).revised(&settings.voice).is_some() {
            remark = "acts from the next take on";
        }
        if settings.voice != before.voice || settings.device != before.device {
            let source: Option<Box<dyn AudioSource>> = if settings.device == before.device {
                None
            } else if settings.sample.is_some() {
                remark = "in this session a file plays the microphone";
                None
            } else {
                remark = "heard with from the next take on";
                // Whether it is there is not asked: a sound system may take its time to answer.
                Some(Box::new(Microphone::new(settings.device.clone())))
            };
            dictation.configure(settings.voice.clone(), source);
        }
        match model {
            Some(Wanted::Known(model)) => {
                self.load(model, dictation)?;
                remark = LOADING;
            }
            Some(Wanted::Auto) => {
                self.setup.loading = Some(self.setup.model.clone());
                self.overlay.jobs.choose_model(settings.clone());
                remark = "the models are being measured; the one in use stays until then";
            }
            None => {}
        }
        if settings.metrics_file != before.metrics_file {
            dictation.set_metrics_file(&settings, &self.setup.model.name);
        }
        Ok(remark)
    }

    /// Begins to load a model with these settings.
    fn load(&mut self, model: Model, dictation: &mut Dictation) -> Result<()> {
        let events = self.overlay.jobs.events();
        dictation.use_model(&self.setup.settings, &model, move |result| {
            let result = result.map_err(|error| error.to_string());
            events.send(JobEvent::ModelLoaded(result));
        })?;
        self.setup.loading = Some(model);
        Ok(())
    }

    /// The model has been chosen by its speed, or none can be.
    pub(super) fn model_chosen(
        &mut self,
        chosen: Result<Model, String>,
        dictation: &mut Dictation,
    ) {
        let begun = chosen
            .and_then(|model| self.load(model, dictation).map_err(|error| format!("{error:#}")));
        match begun {
            Ok(()) => {
                let name =
                    self.setup.loading.as_ref().map_or(String::new(), |model| model.name.clone());
                self.overlay
                    .layers
                    .update(&LayerUpdate::ModelInUse(Ok((name, LOADING.to_owned()))));
            }
            Err(reason) => self.model_loaded(Err(reason), dictation),
        }
    }

    /// The model that was being loaded is there, or could not be loaded.
    pub(super) fn model_loaded(&mut self, result: Result<(), String>, dictation: &mut Dictation) {
        let Some(model) = self.setup.loading.take() else { return };
        let outcome = match result {
            Ok(()) => {
                dictation.name_model(&model.name);
                self.frame.panel.set_model(&model.name);
                self.setup.model = model;
                self.frame.is_dirty = true;
                Ok((self.setup.model.name.clone(), "it is in use now".to_owned()))
            }
            Err(reason) => {
                let text = format!("{reason}; {} stays in use", self.setup.model.name);
                self.report_trouble(&text);
                Err(text)
            }
        };
        self.overlay.layers.update(&LayerUpdate::ModelInUse(outcome));
    }
}

const LOADING: &str = "the model is being loaded; the one before stays in use until then";

/// A model that settings ask for.
enum Wanted {
    Known(Model),
    /// The one that suits this machine, which may have to be measured first.
    Auto,
}

/// Refuses settings that cannot be acted on; yields the model to be loaded for them, if one is.
fn admitted(before: &Settings, after: &Settings, is_loading: bool) -> Result<Option<Wanted>> {
    if before.metrics_file != after.metrics_file
        && let Some(path) = &after.metrics_file
    {
        // It is opened, so that one that cannot be written is refused now.
        MetricsFile::new(path.clone(), "", "").check()?;
    }
    let of_engine = |settings: &Settings| (settings.language, settings.threads);
    if before.model == after.model && of_engine(before) == of_engine(after) {
        return Ok(None);
    }
    if is_loading {
        return Err(failure("a model is being loaded; try again when it is there"));
    }
    if after.model == auto_model::AUTO {
        return Ok(Some(Wanted::Auto));
    }
    Model::find(after, print::report).map(|model| Some(Wanted::Known(model)))
}
