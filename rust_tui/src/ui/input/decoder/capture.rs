//! Keys, text and pastes while a layer of parlo's captures everything.

use super::super::keys::Sequence;
use super::super::{Input, KeyPhase};
use super::InputDecoder;
use crate::ui::keymap::{KeyCode, KeyStroke};

impl InputDecoder {
    /// A whole key: text if it types some, otherwise a stroke.
    pub(super) fn capture(&mut self, sequence: &Sequence) {
        if sequence.phase == KeyPhase::Release {
            return;
        }
        if let Some(text) = &sequence.text {
            self.typed.extend_from_slice(text.as_bytes());
        } else if let Some(key) = captured_key(sequence) {
            self.emit(Input::Stroke(key));
        }
    }

    /// Moves what was typed to the output, except an incomplete character at its end.
    pub(super) fn flush_typed(&mut self) {
        if self.typed.is_empty() {
            return;
        }
        let rest = self.typed.split_off(start_of_cut_character(&self.typed));
        let text = String::from_utf8_lossy(&self.typed).replace(char::is_control, "");
        self.typed = rest;
        if !text.is_empty() {
            self.output.push(Input::Text(text));
        }
    }

    /// The end of a paste that was captured.
    pub(super) fn finish_paste(&mut self) {
        let paste = std::mem::take(&mut self.paste);
        let text = String::from_utf8_lossy(&paste).into_owned();
        self.emit(Input::Pasted(text));
    }
}

/// Where an incomplete character at the end begins; the end, if there is none. What is before it
/// need not be text.
fn start_of_cut_character(bytes: &[u8]) -> usize {
    let is_cut = |start: &usize| {
        std::str::from_utf8(&bytes[*start..])
            .is_err_and(|error| error.valid_up_to() == 0 && error.error_len().is_none())
    };
    (bytes.len().saturating_sub(3)..bytes.len()).find(is_cut).unwrap_or(bytes.len())
}

/// On keyboards with another alphabet the key in the same place on a standard one is meant.
fn captured_key(sequence: &Sequence) -> Option<KeyStroke> {
    let is_ascii = |key: &KeyStroke| !matches!(key.code, KeyCode::Char(c) if !c.is_ascii());
    let [key, standard] = sequence.keys;
    match key {
        Some(key) if is_ascii(&key) => Some(key),
        _ => standard.or(key),
    }
}
