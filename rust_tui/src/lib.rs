//! parlo: a voice terminal around coding agents.

pub mod cmd;
pub mod diag;
pub mod session;
pub mod stt;
pub mod ui;
pub mod voice;
