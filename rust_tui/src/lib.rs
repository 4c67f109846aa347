//! parlo: a voice terminal around coding agents.
//!
//! `parlo codex` (or any other command) looks and behaves like the agent alone. Ctrl+R starts
//! dictation, the pause at the end of the sentence ends it, and the words stand in the agent's
//! composer. Everything runs on the user's machine. The rules of all that are [`parlo_core`], which
//! does no I/O; this crate carries them out.
//!
//! The modules [`ui`] (keys in, frames out), [`session`] (the agent and its screen), [`voice`]
//! (microphone to frames), [`stt`] (frames to text) and [`diag`] (log, metrics) know `parlo_core`
//! and nothing of each other. [`config`] is what may be chosen. [`dictation`] is the pipeline: the flow
//! with what hears and decodes for it, and the one loop that drives it in a [`dictation::Host`].
//! [`integration`] turns what the pipeline reports into what others read. [`cmd`] has a file for every
//! subcommand and wires the rest; `cargo doc --no-deps --document-private-items` shows what is private.
//!
//! # The path of an utterance
//!
//! 1. [`ui::stdin`] reads the key, [`ui::input`] knows it by the [`ui::keymap`] as parlo's own.
//! 2. The host (`cmd::run` around an agent) makes an event of it for [`dictation::Dictation::step`],
//!    which steps the [`Flow`](parlo_core::flow::Flow) and carries out the orders: open the microphone.
//! 3. [`voice::Pump`] resamples what the device delivers, asks a detector ([`voice::vad`]) for
//!    speech, and finds beginning, pauses and end ([`parlo_core::endpoint`]). Frames go into the
//!    [`voice::FrameQueue`], events to the flow.
//! 4. [`stt::Worker`] collects the frames and decodes them as the flow orders: while the user
//!    speaks, at a pause on speculation, at the end. [`stt::EngineSpec`] builds the [`stt::Engine`].
//! 5. Back in the flow, the text is judged and cleaned ([`parlo_core::text`]), shown to whatever listens
//!    ([`parlo_core::live`]) and held until the agent takes text ([`parlo_core::agent_state`]).
//! 6. [`session::paste`] makes one paste of it, [`session::pty`] writes that.
//! 7. The agent's answer goes through [`session::terminal`] to a [`parlo_core::screen::Screen`],
//!    [`ui::view`] lays that and parlo's own rows ([`ui::hud`]) out, [`ui::host`] writes the cells
//!    that differ. [`diag::MetricsFile`] keeps what the utterance cost, if the user wants that.
//!
//! # Threads
//!
//! They report through channels. `main` owns flow, emulator and frame and waits for none of the
//! others. `master_index.md`, at the root of the repository, lists them all: what each owns, and what
//! happens when it is slow or full.
//!
//! # Where to start
//!
//! | to change | begin at |
//! | --- | --- |
//! | when a take begins, ends, is typed | [`parlo_core::flow`] and its scripts in `flow/tests` |
//! | what may be typed of a decode | [`parlo_core::text`] |
//! | who learns of words while they are said | [`parlo_core::live`], [`dictation::Update`] |
//! | a setting | its row in [`config::table`], [`parlo_core::settings`] |
//! | a key | [`ui::keymap`], then `cmd::run::keys` |
//! | an agent, a theme | the files in `rust_tui/assets`; [`session::profile`], [`ui::theme`] |
//! | an escape sequence of an agent | [`session::terminal`], then [`ui::host`] |
//! | what is shown | [`ui::hud`] for the rows, [`ui::layers`] for what opens over the agent |
//! | a detector, a decoder | [`voice::vad`], [`stt::Engine`] |
//! | a subcommand | its file in [`cmd`] |

pub mod cmd;
pub mod config;
pub mod diag;
pub mod dictation;
pub mod integration;
pub mod session;
pub mod stt;
pub mod ui;
pub mod voice;
