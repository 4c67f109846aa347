//! Settings that change while parlo runs: saved to the file, and acted on at once where that can be.

use super::Session;
use super::jobs::JobEvent;
use crate::cmd::auto_model;
use crate::cmd::config::Settings;
use crate::cmd::config::table::{Applies, Kind, SETTINGS, Setting, Wait};
use crate::cmd::dictation::{Model, Request};
use crate::cmd::failure::failure;
use crate::diag::MetricsFile;
use crate::ui::layers::{self, LayerUpdate, SettingKind, SettingRow};
use crate::voice::{AudioSource, Microphone};
use anyhow::Result;
use parlo_core::flow::Notice;
use parlo_core::hints::Hints;

impl Session {
    /// All settings that can be changed, as the layer shows them.
    pub(super) fn setting_rows(&self) -> Vec<SettingRow> {
        let defaults = self.source.settings("").ok();
        SETTINGS
            .iter()
            .map(|setting| SettingRow {
                name: setting.name,
                group: setting.group,
                help: setting.help,
                kind: kind_of(setting),
                value: (setting.value)(&self.settings),
                default: defaults.as_ref().map_or(String::new(), setting.value),
                origin: self.source.origin_of(setting),
                applies: match setting.applies {
                    Applies::Now => layers::Applies::Now,
                    Applies::NextStart => layers::Applies::NextStart,
                },
            })
            .collect()
    }

    /// Gives a setting a value as it was typed, or its default, and tells the layers what came of it.
    pub(super) fn change_setting(&mut self, name: &'static str, typed: Option<&str>) {
        let outcome = self.set(name, typed).map_err(|error| format!("{error:#}"));
        self.layers.tell(&LayerUpdate::Settings(self.setting_rows()));
        self.layers.tell(&LayerUpdate::Setting { name, outcome });
    }

    /// Takes another microphone, or the default one.
    pub(super) fn use_device(&mut self, name: Option<String>) {
        let told = self.set("voice.device", name.as_deref());
        let told = told.map(|remark| (name, remark)).map_err(|error| format!("{error:#}"));
        self.layers.tell(&LayerUpdate::Device(told));
    }

    /// Takes another model, which has to be installed.
    pub(super) fn use_model(&mut self, name: &str) {
        let told = self.set("stt.model", Some(name));
        let told = told.map(|remark| (name.to_owned(), remark));
        self.layers.tell(&LayerUpdate::ModelInUse(told.map_err(|error| format!("{error:#}"))));
    }

    /// Changes a setting in the file and here; yields a remark on when it acts.
    fn set(&mut self, name: &'static str, typed: Option<&str>) -> Result<String> {
        let setting = Setting::named(name).ok_or_else(|| failure(format!("no setting {name}")))?;
        let before = self.settings.clone();
        let mut model = None;
        let is_loading = self.loading.is_some();
        let settings = self.source.set(setting, typed, |settings| {
            model = admitted(&before, settings, is_loading)?;
            Ok(())
        })?;
        self.settings = settings;
        let acts = self.act_on(&before, model)?;
        let saved = format!("saved to {}", self.source.path().display());
        Ok(match (setting.applies, acts) {
            (Applies::NextStart, _) => format!("acts when parlo is started again; {saved}"),
            (Applies::Now, "") => saved,
            (Applies::Now, remark) => format!("{remark}; {saved}"),
        })
    }

    /// Takes in what was edited in the configuration file, where it can act; tells what came of it.
    pub(super) fn follow_configuration(&mut self) {
        // While a model is being loaded another could not be; the next look finds the edit too.
        if self.loading.is_some() || !self.source.is_edited() {
            return;
        }
        let before = self.settings.clone();
        let taken = self.source.load().and_then(|settings| {
            let model = admitted(&before, &settings, false)?;
            self.settings = settings;
            self.act_on(&before, model)
        });
        match taken {
            Ok(_) if self.settings == before => {}
            Ok(_) => self.handle(vec![Request::Notify(Notice::ConfigurationTaken)]),
            Err(error) => {
                let name = self.source.path().file_name().unwrap_or_default().display();
                let error = format!("{error:#}");
                let first = error.lines().next().unwrap_or_default();
                self.report_trouble(&format!("{name} was edited, and is not taken: {first}"));
            }
        }
    }

    /// Lets what has changed act; yields a remark where that is not at once.
    fn act_on(&mut self, before: &Settings, model: Option<Wanted>) -> Result<&'static str> {
        let settings = self.settings.clone();
        let mut remark = "";
        if settings.keys != before.keys {
            self.decoder.set_keymap(settings.keys.clone());
        }
        if settings.hud_size != before.hud_size {
            self.panel.set_hud_size(settings.hud_size);
            self.fit_to_size();
        }
        if settings.ascii != before.ascii
            || settings.theme != before.theme
            || settings.keys != before.keys
        {
            self.panel.follow(&settings);
            self.dirty = true;
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
            self.dictation.configure(settings.voice.clone(), source);
        }
        match model {
            Some(Wanted::Known(model)) => {
                self.load(model)?;
                remark = LOADING;
            }
            Some(Wanted::Auto) => {
                self.loading = Some(self.model.clone());
                self.jobs.choose_model(settings.clone());
                remark = "the models are being measured; the one in use stays until then";
            }
            None => {}
        }
        if settings.metrics_file != before.metrics_file {
            self.dictation.set_metrics_file(&settings, &self.model.name);
        }
        Ok(remark)
    }

    /// Begins to load a model as the settings want it.
    fn load(&mut self, model: Model) -> Result<()> {
        let sender = self.jobs.sender();
        self.dictation.use_model(&self.settings, &model, move |result| {
            let result = result.map_err(|error| error.to_string());
            let _ = sender.send(JobEvent::ModelLoaded(result));
        })?;
        self.loading = Some(model);
        Ok(())
    }

    /// The model has been chosen by its speed, or none can be.
    pub(super) fn model_chosen(&mut self, chosen: Result<Model, String>) {
        let begun = chosen.and_then(|model| self.load(model).map_err(|error| format!("{error:#}")));
        match begun {
            Ok(()) => {
                let name = self.loading.as_ref().map_or(String::new(), |model| model.name.clone());
                self.layers.tell(&LayerUpdate::ModelInUse(Ok((name, LOADING.to_owned()))));
            }
            Err(reason) => self.model_loaded(Err(reason)),
        }
    }

    /// The model that was being loaded is there, or is not to be had.
    pub(super) fn model_loaded(&mut self, result: Result<(), String>) {
        let Some(model) = self.loading.take() else { return };
        let told = match result {
            Ok(()) => {
                self.dictation.name_model(&model.name);
                self.panel.set_model(&model.name);
                self.model = model;
                self.dirty = true;
                Ok((self.model.name.clone(), "it is in use now".to_owned()))
            }
            Err(reason) => {
                let told = format!("{reason}; {} stays in use", self.model.name);
                self.report_trouble(&told);
                Err(told)
            }
        };
        self.layers.tell(&LayerUpdate::ModelInUse(told));
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
    if !needs_model(before, after) {
        return Ok(None);
    }
    if is_loading {
        return Err(failure("a model is being loaded; try again when it is there"));
    }
    wanted_model(after).map(Some)
}

/// The model that settings ask for, which has to be there.
fn wanted_model(settings: &Settings) -> Result<Wanted> {
    if settings.model == auto_model::AUTO {
        return Ok(Wanted::Auto);
    }
    Model::find(settings).map(Wanted::Known)
}

/// Whether the change is one that the loaded model does not follow.
fn needs_model(before: &Settings, after: &Settings) -> bool {
    before.model != after.model
        || before.language != after.language
        || before.threads != after.threads
}

fn kind_of(setting: &Setting) -> SettingKind {
    match setting.kind {
        Kind::Toggle => SettingKind::Toggle,
        Kind::Choice(names) => SettingKind::Choice(names()),
        Kind::Key(wait) => SettingKind::Key { may_wait: wait == Wait::InMenu },
        Kind::Whole(..) | Kind::Decimal(..) | Kind::Text(_) | Kind::Words(..) => {
            SettingKind::Typed(setting.range())
        }
    }
}
