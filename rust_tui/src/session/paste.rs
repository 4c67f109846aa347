//! Turns a text into the bytes that enter it into an agent's composer as one paste.
//!
//! Called on the main thread with text that the core has already cleaned. It is cleaned again here,
//! the last place before the pty: no control character of the text survives, so neither an Enter
//! nor an early end of the paste can be smuggled in. It never adds an Enter.

use parlo_core::untrusted::verbatim;

/// Whether the agent has asked for bracketed paste (`CSI ?2004h`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasteMode {
    /// The text is put between paste markers.
    Bracketed,
    /// The text is sent like typed keys.
    Raw,
}

const PASTE_START: &str = "\x1b[200~";
const PASTE_END: &str = "\x1b[201~";

/// The bytes that enter `text`; empty when nothing printable is left of it.
///
/// Line breaks and tabs become single spaces, as a line break would be an Enter to an agent without
/// bracketed paste; every other unsafe character is dropped, see [`verbatim`].
#[must_use]
pub fn encode(text: &str, mode: PasteMode) -> Vec<u8> {
    let clean = verbatim(text);
    if clean.is_empty() {
        return Vec::new();
    }
    match mode {
        PasteMode::Raw => clean.into_bytes(),
        PasteMode::Bracketed => [PASTE_START, &clean, PASTE_END].concat().into_bytes(),
    }
}

#[cfg(test)]
mod tests;
