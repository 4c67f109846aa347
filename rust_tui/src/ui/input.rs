//! Finds parlo's own keys in the raw bytes of the host terminal; everything else is the agent's.
//!
//! The agent must receive what the terminal sent, so bytes are not decoded and encoded again:
//! whatever is not one of parlo's keys, a mouse event on its rows or a reply to its own queries is
//! forwarded unchanged, in order, at once. Keys inside a bracketed paste are text. The exceptions:
//! mouse positions, for agents that asked for an older encoding than the host terminal uses, and
//! keys that arrive in kitty's encoding only because parlo wants releases.
//!
//! Called on the main thread, with time as an argument. What is still ambiguous (the start of an
//! escape sequence, an Esc that may be one) is held until [`InputDecoder::next_deadline`].
//!
//! The price of speed: outside a dictation a lone Esc is forwarded without waiting, so one of
//! parlo's keys whose sequence is cut right after its Esc goes to the agent instead.

use std::time::Duration;

use super::keymap::{Action, KeyCode, KeyMap, KeyStroke};

mod decoder;
mod held;
mod keys;
mod mouse;
mod pointer;
mod replies;
mod translate;
mod user_acts;

pub use decoder::InputDecoder;
pub use mouse::MouseOwner;
pub use pointer::{MouseButton, MouseEvent, MouseEventKind};
pub use replies::HostReply;
pub use translate::Translation;
pub use user_acts::is_user_input;

/// How long the start of an escape sequence waits for its rest. Terminals send a sequence in one
/// piece; raising it helps over very slow links and delays a cancelling Esc.
pub const ESCAPE_WAIT: Duration = Duration::from_millis(25);

/// How long a reply of the host terminal may take between its first byte and its last.
const REPLY_WAIT: Duration = Duration::from_millis(250);

/// Who receives keys at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum KeyScope {
    /// No dictation runs: the cancel key is the agent's.
    #[default]
    Idle,
    /// A dictation runs: the cancel key cancels it.
    Cancel,
    /// A layer of parlo's is open: only reports that are no user input are forwarded (focus, colour
    /// scheme, the release of a key whose press the agent got), everything else is decoded for the
    /// layer. Presses and repeats become strokes, releases are dropped. Global keys are still
    /// [`Input::Key`], except the cancel key, which closes layers.
    Layer,
}

/// What the user did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// Bytes for the agent.
    Forward(Vec<u8>),
    /// A key of parlo's own.
    Key(KeyPress),
    /// The host terminal answered a query of parlo's.
    Reply(HostReply),
    /// A key for the open layer that types no text.
    Stroke(KeyStroke),
    /// Typed text for the open layer.
    Text(String),
    /// Pasted text for the open layer.
    Pasted(String),
    /// The mouse, for the open layer or on parlo's own rows.
    Mouse(MouseEvent),
}

/// A key of parlo's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyPress {
    /// What it does.
    pub action: Action,
    /// Whether it went down or up.
    pub phase: KeyPhase,
    /// The bytes of the key, should the agent get it after all.
    pub raw: Vec<u8>,
}

/// The phases of a key press.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyPhase {
    /// It came in a legacy encoding, which reports no releases.
    Stroke,
    /// It went down.
    Press,
    /// It is held and repeats.
    Repeat,
    /// It went up.
    Release,
}

/// The action of a key at the moment.
fn action_of(keymap: &KeyMap, key: KeyStroke, scope: KeyScope) -> Option<Action> {
    match keymap.action(key)? {
        Action::Cancel if scope != KeyScope::Cancel => None,
        action => Some(action),
    }
}

/// Whether a lone Esc would be an action at the moment.
fn escape_is_ours(keymap: &KeyMap, scope: KeyScope) -> bool {
    scope == KeyScope::Layer
        || action_of(keymap, KeyStroke::plain(KeyCode::Escape), scope).is_some()
}

#[cfg(test)]
mod tests;
