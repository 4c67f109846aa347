//! parlo's own actions beside dictation: the layers over the agent and the size of its rows.

use super::Session;
use super::size::pane_of;
use crate::ui::keymap::Action;
use crate::ui::layers::{LayerEvent, Menu, Wish};
use parlo_core::flow::Event;

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
                self.layers.toggle(Box::new(Menu::new(self.panel.keymap())));
            }
            Action::Undo => self.step(Event::UndoPressed),
            Action::HandsFree => self.step(Event::HandsFreeToggled),
            Action::HudSize => {
                self.panel.next_hud_size();
                self.fit_to_size();
            }
            _ => {}
        }
    }

    /// Hands an event to the open layers and fulfils what they wish.
    pub(super) fn take_layer_event(&mut self, event: &LayerEvent) {
        self.dirty = true;
        match self.layers.take(event).flatten() {
            None => {}
            Some(Wish::Act(action)) => self.act(action, Vec::new()),
        }
    }

    /// Gives the agent the part of the terminal that is its own.
    pub(super) fn fit_to_size(&mut self) {
        let pane = pane_of(self.size, self.panel.hud_size());
        self.agent.resize(pane);
        self.decoder.set_pane(pane.rows, pane.cell_pixels);
        self.outer.repaint();
        self.dirty = true;
    }

    /// Draws what there is to see.
    pub(super) fn draw(&mut self) -> std::io::Result<()> {
        let screen = self.agent.screen();
        self.panel.draw(&mut self.outer, screen, &mut self.layers, &self.dictation, self.size)
    }
}
