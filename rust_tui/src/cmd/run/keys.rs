//! The user's side: the bytes of their terminal, and what becomes of each key.

use std::time::Instant;

use parlo_core::flow::{Event, UserEvent};
use parlo_core::screen::{AgentModes, MouseTracking};

use super::Session;
use crate::dictation::Dictation;
use crate::session::pty::TerminalSize;
use crate::ui::input::{
    Input, InputDecoder, KeyPhase, KeyPress, KeyScope, MouseOwner, Translation, is_user_input,
};
use crate::ui::keymap::{Action, KeyMap};
use crate::ui::layers::LayerEvent;
use crate::ui::stdin::TtyInput;

/// The user's terminal as a source of keys.
pub(super) struct Keys {
    pub(super) tty: TtyInput,
    pub(super) decoder: InputDecoder,
    /// The bytes of the last press of each of parlo's keys, should they be meant for the agent.
    pub(super) dictation_key: Vec<u8>,
    pub(super) cancel_key: Vec<u8>,
    /// The user did more in the same go, which is not at the agent yet.
    more_follows: bool,
}

impl Keys {
    pub(super) fn new(tty: TtyInput, keymap: KeyMap, pane: TerminalSize) -> Self {
        let mut decoder = InputDecoder::new(keymap);
        decoder.set_pane(pane.rows, pane.cell_pixels);
        let (dictation_key, cancel_key) = (Vec::new(), Vec::new());
        Self { tty, decoder, dictation_key, cancel_key, more_follows: false }
    }

    /// Whether something of the user's is still coming in, in whose middle a text would land.
    pub(super) fn are_incomplete(&self) -> bool {
        self.more_follows || self.decoder.is_inside_paste()
    }

    /// Reads the terminal as it is while the agent has these modes.
    pub(super) fn follow_modes(&mut self, modes: &AgentModes, kitty_flags: u8) {
        self.decoder.set_translation(Translation::new(modes, kitty_flags));
        self.decoder.set_mouse_owner(match modes.mouse_tracking {
            MouseTracking::Off => MouseOwner::Parlo,
            tracking => MouseOwner::Agent(tracking, modes.mouse_encoding),
        });
    }
}

impl Session<'_> {
    fn key_scope(&self, dictation: &Dictation) -> KeyScope {
        if !self.overlay.layers.is_empty() {
            KeyScope::Layer
        } else if dictation.flow().wants_cancel() {
            KeyScope::Cancel
        } else {
            KeyScope::Idle
        }
    }

    pub(super) fn handle_bytes(&mut self, bytes: &[u8], dictation: &mut Dictation) {
        let scope = self.key_scope(dictation);
        let inputs = self.keys.decoder.feed(Instant::now(), bytes, scope);
        self.handle_inputs(inputs, dictation);
    }

    /// Handles what the user did in one go; nothing of parlo's gets in between.
    pub(super) fn handle_inputs(&mut self, inputs: Vec<Input>, dictation: &mut Dictation) {
        let mut left = inputs.len();
        for input in inputs {
            left -= 1;
            self.keys.more_follows = left > 0;
            self.handle_input(input, dictation);
        }
    }

    pub(super) fn handle_input(&mut self, input: Input, dictation: &mut Dictation) {
        match input {
            Input::Forward(bytes) => {
                // The bytes go first: what parlo may type once they are through comes behind them.
                let acted = is_user_input(&bytes);
                self.wrapped.agent.write(bytes);
                if acted {
                    dictation.step(self, Event::User(UserEvent::Acted));
                }
            }
            Input::Key(press) => self.handle_key(press, dictation),
            // An answer after its time; the agent's queries have been answered without it.
            Input::Reply(_) => {}
            Input::Stroke(key) => self.handle_layer_event(&LayerEvent::Stroke(key), dictation),
            Input::Text(text) => self.handle_typed(&text, dictation),
            Input::Pasted(text) => self.handle_layer_event(&LayerEvent::Pasted(&text), dictation),
            Input::Mouse(event) => self.handle_mouse(event, dictation),
        }
    }

    /// Handles text that was typed while a layer was open. Each character may open or close one, so
    /// that each is handled by what has the keys then.
    fn handle_typed(&mut self, text: &str, dictation: &mut Dictation) {
        for character in text.chars() {
            let mut bytes = [0; 4];
            let typed = character.encode_utf8(&mut bytes);
            if self.overlay.layers.is_empty() {
                self.handle_input(Input::Forward(typed.as_bytes().to_vec()), dictation);
            } else {
                self.handle_layer_event(&LayerEvent::Text(typed), dictation);
            }
        }
    }

    fn handle_key(&mut self, press: KeyPress, dictation: &mut Dictation) {
        let released = Event::User(UserEvent::DictationReleased);
        // A key that is held is one press, however often it is repeated.
        match (press.phase, press.action) {
            (KeyPhase::Stroke | KeyPhase::Press, _) => {}
            (KeyPhase::Release, Action::Dictate) => return dictation.step(self, released),
            (KeyPhase::Repeat | KeyPhase::Release, _) => return,
        }
        self.frame.is_dirty = true;
        if self.overlay.layers.want_every_key()
            && let Some(key) = self.setup.interface.keys.key_of(press.action)
        {
            return self.handle_layer_event(&LayerEvent::Stroke(key), dictation);
        }
        match press.action {
            Action::Dictate => {
                self.keys.dictation_key = press.raw;
                self.frame.panel.clear_notice();
                self.follow_configuration(dictation);
                dictation.toggle(self);
                if press.phase == KeyPhase::Stroke {
                    dictation.step(self, released);
                }
            }
            Action::Cancel => {
                self.keys.cancel_key = press.raw;
                dictation.step(self, Event::User(UserEvent::CancelPressed));
            }
            other => self.act(other, press.raw, dictation),
        }
    }
}
