//! The agent's side: its pty, the terminal emulation, the profiles of known agents.
//!
//! [`pty`] runs the agent and moves bytes, [`terminal`] interprets them, [`profile`] describes the
//! known agents and when they are ready, [`paste`] turns a text into the bytes of one paste.
//! Nothing here draws or reads the user's keyboard.

pub mod agent;
pub mod paste;
pub mod profile;
pub mod pty;
pub mod terminal;
