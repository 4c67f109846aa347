//! parlo's own actions beside dictation: the layers over the agent and the size of its rows; and what
//! the layers request for.

use super::Session;
use super::jobs::JobEvent;
use super::size::pane_of;
use crate::config::paths;
use crate::ui::input::Input;
use crate::ui::keymap::Action;
use crate::ui::layers::{
    Devices, Errors, Help, Installing, LayerEvent, LayerRequest, LayerUpdate, Menu, Models, Review,
    Settings as SettingsLayer,
};
use parlo_core::flow::Event;
use parlo_core::host_request::HostRequest;
use parlo_core::screen::ClipboardTarget;

impl Session {
    /// Does what the key of an action asks for; `raw` are the bytes of the key, should it turn out to
    /// be the agent's.
    pub(super) fn act(&mut self, action: Action, raw: Vec<u8>) {
        self.dirty = true;
        match action {
            Action::Menu => {
                if self.layers.is_open(Action::Menu) {
                    self.agent.write(raw);
                }
                self.layers.toggle(Box::new(Menu::new(&self.interface.keys)));
            }
            Action::Undo => self.step(Event::UndoPressed),
            Action::HandsFree => self.step(Event::HandsFreeToggled),
            Action::HudSize => {
                self.panel.set_hud_size(self.panel.hud_size().next());
                self.fit_to_size();
            }
            Action::Help => self.layers.toggle(Box::new(Help::new(&self.interface.keys))),
            Action::Errors => self.layers.toggle(Box::new(Errors::new(self.notices.rows()))),
            Action::Devices => {
                self.layers.toggle(Box::new(Devices::new(self.settings.device.clone())));
                if self.layers.is_open(Action::Devices) {
                    self.jobs.list_devices();
                }
            }
            Action::Models => {
                let installing = self.jobs.installing().cloned();
                self.layers.toggle(Box::new(Models::new(&self.model.name, installing)));
                if self.layers.is_open(Action::Models) {
                    self.list_models();
                }
            }
            Action::Settings => {
                self.follow_configuration();
                let file = self.source.path().display().to_string();
                self.layers
                    .toggle(Box::new(SettingsLayer::new(self.source.rows(&self.settings), &file)));
            }
            Action::Scrollback => self.toggle_scrollback(),
            // These are not layers of this module, or no actions beside dictation.
            Action::Dictate | Action::Cancel => {}
            Action::History => self.toggle_history(),
        }
    }

    /// Hands an event to the open layers and fulfils what they request.
    pub(super) fn handle_layer_event(&mut self, event: &LayerEvent) {
        self.dirty = true;
        if let Some(request) = self.layers.take(event).flatten() {
            self.perform(request);
        }
    }

    /// Takes text that was typed while a layer was open. Each character may open or close one, so
    /// the next is for whoever has the keys then.
    pub(super) fn handle_typed(&mut self, text: &str) {
        for character in text.chars() {
            let mut bytes = [0; 4];
            let typed = character.encode_utf8(&mut bytes);
            if self.layers.is_empty() {
                self.handle_input(Input::Forward(typed.as_bytes().to_vec()));
            } else {
                self.handle_layer_event(&LayerEvent::Text(typed));
            }
        }
    }

    fn perform(&mut self, request: LayerRequest) {
        match request {
            LayerRequest::Act(action) => self.act(action, Vec::new()),
            LayerRequest::Scroll(look) => self.look(look),
            LayerRequest::ListDevices => self.jobs.list_devices(),
            LayerRequest::UseDevice(name) => self.use_device(name),
            LayerRequest::UseModel(name) => self.use_model(&name),
            LayerRequest::InstallModel(name) => match paths::model_directory() {
                Ok(directory) => self.jobs.install(&name, directory),
                Err(error) => self.layers.tell(&LayerUpdate::Models(Err(error.to_string()))),
            },
            LayerRequest::StopInstalling => self.jobs.stop_installing(),
            LayerRequest::Set { name, value } => self.change_setting(name, value.as_deref()),
            LayerRequest::InsertTake(take) => self.insert_take(take),
            LayerRequest::TranscribeTake { take, model } => self.transcribe_take(take, model),
            LayerRequest::AcceptReview(text) => self.step(Event::ReviewAccepted { text }),
            LayerRequest::SendReview(text) => self.step(Event::ReviewSent { text }),
            LayerRequest::DiscardReview => self.step(Event::CancelPressed),
            LayerRequest::Copy(text) => {
                // A terminal that is gone is noticed by its reader.
                let _ =
                    self.host.pass(&HostRequest::Copy { target: ClipboardTarget::Clipboard, text });
            }
        }
    }

    /// Offers a text for editing, behind what is offered already.
    pub(super) fn offer_for_review(&mut self, text: String) {
        if self.layers.is_reviewing() {
            self.layers.tell(&LayerUpdate::Offered(text));
        } else {
            self.layers.open_review(Review::new(&text));
        }
    }

    /// Offers a line to type in what could not be transcribed.
    pub(super) fn offer_manual_entry(&mut self, text: String, reason: &str) {
        let reason = format!(
            "Not transcribed: type it, say it again, or decode it again in the takes ({reason})"
        );
        self.offer_for_review(text);
        self.layers.tell(&LayerUpdate::Untranscribed(reason));
    }

    pub(super) fn list_models(&self) {
        match paths::model_directory() {
            Ok(directory) => self.jobs.list_models(directory, self.settings.threads),
            Err(error) => {
                let _ = self
                    .jobs
                    .sender()
                    .send(JobEvent::ForLayers(LayerUpdate::Models(Err(error.to_string()))));
            }
        }
    }

    /// Takes what a thread tells.
    pub(super) fn handle_job_event(&mut self, news: JobEvent) {
        self.dirty |= !self.layers.is_empty();
        self.jobs.note(&news);
        match news {
            JobEvent::ForLayers(news) => {
                self.layers.tell(&news);
                match news {
                    // Its row says more than that it is there.
                    LayerUpdate::Installing(Installing::Done { .. }) => self.list_models(),
                    LayerUpdate::Installing(Installing::Failed { name, reason }) => {
                        let text = format!("{name}: {reason}");
                        self.notices.keep_failure(&jiff::Zoned::now(), &text);
                    }
                    _ => {}
                }
            }
            JobEvent::ModelChosen(chosen) => self.model_chosen(chosen),
            JobEvent::ModelLoaded(result) => self.model_loaded(result),
        }
    }

    /// Gives the agent the part of the terminal that is its own.
    pub(super) fn fit_to_size(&mut self) {
        let pane = pane_of(self.size, self.panel.hud_size());
        self.agent.resize(pane);
        self.decoder.set_pane(pane.rows, pane.cell_pixels);
        self.host.repaint();
        self.dirty = true;
    }

    /// Draws what there is to see.
    pub(super) fn draw(&mut self) -> std::io::Result<()> {
        self.update_scrollback_view();
        let screen = self.agent.screen();
        self.panel.draw(&mut self.host, screen, &mut self.layers, &self.dictation, self.size)
    }
}
