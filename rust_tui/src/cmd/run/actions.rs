//! parlo's own actions beside dictation: the layers over the agent and the size of its rows; and what
//! the layers request.

use parlo_core::flow::{Event, UserEvent};

use super::Session;
use super::jobs::JobEvent;
use super::size::pane_of;
use crate::config::paths;
use crate::dictation::Dictation;
use crate::ui::keymap::Action;
use crate::ui::layers::{
    Devices, Errors, Help, Installing, LayerEvent, LayerRequest, LayerUpdate, Menu, Models,
    Settings as SettingsLayer,
};

impl Session<'_> {
    /// Does what the key of an action asks for; `raw` are the bytes of the key, should it turn out to
    /// be the agent's.
    pub(super) fn act(&mut self, action: Action, raw: Vec<u8>, dictation: &mut Dictation) {
        self.frame.is_dirty = true;
        let (layers, jobs) = (&mut self.overlay.layers, &self.overlay.jobs);
        match action {
            Action::Menu => {
                if layers.is_open(Action::Menu) {
                    self.wrapped.agent.write(raw);
                }
                layers.toggle(Box::new(Menu::new(&self.setup.interface.keys)));
            }
            Action::Undo => dictation.step(self, Event::User(UserEvent::UndoPressed)),
            Action::HandsFree => dictation.step(self, Event::User(UserEvent::HandsFreeToggled)),
            Action::HudSize => {
                self.frame.panel.set_hud_size(self.frame.panel.hud_size().next());
                self.fit_to_size();
            }
            Action::Help => layers.toggle(Box::new(Help::new(&self.setup.interface.keys))),
            Action::Errors => layers.toggle(Box::new(Errors::new(self.overlay.notices.rows()))),
            Action::Devices => {
                layers.toggle(Box::new(Devices::new(self.setup.settings.device.clone())));
                if layers.is_open(Action::Devices) {
                    jobs.list_devices();
                }
            }
            Action::Models => {
                let installing = jobs.installing().cloned();
                layers.toggle(Box::new(Models::new(&self.setup.model.name, installing)));
                if layers.is_open(Action::Models) {
                    self.list_models();
                }
            }
            Action::Settings => {
                self.follow_configuration(dictation);
                let file = self.setup.source.path().display().to_string();
                self.overlay.layers.toggle(Box::new(SettingsLayer::new(self.setup.rows(), &file)));
            }
            Action::Scrollback => self.toggle_scrollback(),
            Action::Dictate | Action::Cancel => {}
            Action::History => self.toggle_history(dictation),
        }
    }

    /// Hands an event to the open layers and carries out what they request.
    pub(super) fn handle_layer_event(&mut self, event: &LayerEvent, dictation: &mut Dictation) {
        self.frame.is_dirty = true;
        if let Some(request) = self.overlay.layers.handle(event).flatten() {
            self.perform_request(request, dictation);
        }
    }

    fn perform_request(&mut self, request: LayerRequest, dictation: &mut Dictation) {
        match request {
            LayerRequest::Act(action) => self.act(action, Vec::new(), dictation),
            LayerRequest::Scroll(command) => self.scroll(command),
            LayerRequest::ListDevices => self.overlay.jobs.list_devices(),
            LayerRequest::UseDevice(name) => self.use_device(name, dictation),
            LayerRequest::UseModel(name) => self.use_model(&name, dictation),
            LayerRequest::InstallModel(name) => match paths::model_directory() {
                Ok(directory) => self.overlay.jobs.install(&name, directory),
                Err(error) => {
                    self.overlay.layers.update(&LayerUpdate::Models(Err(error.to_string())));
                }
            },
            LayerRequest::StopInstalling => self.overlay.jobs.stop_installing(),
            LayerRequest::Set { name, value } => {
                self.change_setting(name, value.as_deref(), dictation);
            }
            LayerRequest::InsertTake(take) => self.insert_take(take, dictation),
            LayerRequest::TranscribeTake { take, model } => {
                self.transcribe_take(take, model, dictation);
            }
            LayerRequest::AcceptReview(text) => {
                dictation.step(self, Event::User(UserEvent::ReviewAccepted { text }));
            }
            LayerRequest::SendReview(text) => {
                dictation.step(self, Event::User(UserEvent::ReviewSent { text }));
            }
            LayerRequest::DiscardReview => {
                dictation.step(self, Event::User(UserEvent::CancelPressed));
            }
            LayerRequest::Copy(text) => self.frame.copy(text),
        }
    }

    pub(super) fn list_models(&self) {
        self.overlay.jobs.list_models(paths::model_directory(), self.setup.settings.threads);
    }

    pub(super) fn handle_job_event(&mut self, event: JobEvent, dictation: &mut Dictation) {
        self.frame.is_dirty |= !self.overlay.layers.is_empty();
        self.overlay.jobs.note(&event);
        match event {
            JobEvent::ForLayers(update) => {
                self.overlay.layers.update(&update);
                match update {
                    // Its row says more than that it is there.
                    LayerUpdate::Installing(Installing::Done { .. }) => self.list_models(),
                    LayerUpdate::Installing(Installing::Failed { name, reason }) => {
                        let text = format!("{name}: {reason}");
                        self.overlay.keep_failure(&text);
                    }
                    _ => {}
                }
            }
            JobEvent::ModelChosen(chosen) => self.model_chosen(chosen, dictation),
            JobEvent::ModelLoaded(result) => self.model_loaded(result, dictation),
        }
    }

    /// Gives the agent the part of the terminal that is its own.
    pub(super) fn fit_to_size(&mut self) {
        let pane = pane_of(self.frame.size, self.frame.panel.hud_size());
        self.wrapped.agent.resize(pane);
        self.keys.decoder.set_pane(pane.rows, pane.cell_pixels);
        self.frame.host.repaint();
        self.frame.is_dirty = true;
    }
}
