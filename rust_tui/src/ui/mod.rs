//! The user's side: keys in, frames out.
//!
//! [`stdin`] reads the raw bytes of the host terminal, [`input`] takes parlo's own keys out of them
//! by the [`keymap`] and forwards the rest to the agent, [`modes`] keeps the host terminal in the
//! modes the agent asked for. [`view`] puts the agent's [`pane`], parlo's own rows ([`hud`]) and
//! the open [`layers`] into a frame by a [`layout`], in the colours of a [`theme`]; [`host`] owns
//! the real terminal and writes the frame.

pub mod host;
pub mod hud;
pub mod input;
pub mod keymap;
pub mod layers;
pub mod layout;
pub mod modes;
pub mod pane;
pub mod signals;
pub mod stdin;
pub mod theme;
pub mod view;

mod plain;
