//! The rules of parlo, without any I/O.
//!
//! parlo is a voice terminal around coding agents: what is said into the microphone is typed into
//! the agent. Everything here is a pure function of its arguments: time comes in as an
//! [`std::time::Instant`], audio as slices of samples, facts as events; decisions go out as values.
//! That is what lets every rule be tested with scripted frames and a virtual clock. So there are no
//! threads here, and only [`settings`] and [`panics`] have errors to return. The package `parlo`
//! does what is decided here; its front page has the threads and where each rule is called.
//!
//! A tour, in the order an utterance travels:
//!
//! 1. [`settings`] – what the user may tune, with ranges and defaults; [`hints`] – what of it goes
//!    along with every decode.
//! 2. [`audio`] – frames of samples; [`level`] – how loud a frame is, and how loud the room is.
//! 3. [`endpoint`] – from voiced/unvoiced frames to "speech began", "a pause", "it is over".
//! 4. [`finality`] – whether a text sounds finished, and how long the silence after it must be.
//! 5. [`queue`] – when a queue of audio frames that is filling up warns and when it gives up;
//!    [`signal`] – whether what a device delivers can be the sound of a room.
//! 6. [`flow`] – the heart: `step(now, event) -> effects`, one dictation from key to text.
//! 7. [`gate`] – whether a text was said at all, or written over noise.
//! 8. [`transcript`] – what may be typed: no control bytes, no sound captions, no decoder loops.
//! 9. [`metrics`] – what each utterance cost, and percentiles over many.
//! 10. [`wer`] – how right the text was.
//! 11. [`screen`] – the grid of cells an agent has painted; [`agent_state`] – what it says about the
//!     agent: idle, working, or blocked by a dialog; [`typing`] – what may be typed into it then,
//!     and how it is undone.
//! 12. [`history`] – the takes so far, with their sound.
//! 13. [`line_editor`] – one line of text under the user's keys.
//! 14. [`panics`] – a part that breaks must not take its thread along.
//! 15. [`untrusted`] – what of any text from outside may reach a terminal.
//!
//! Units: sound is mono `f32` samples within −1..=1 at [`audio::SAMPLE_RATE_HZ`], positions in it
//! count samples from the first one of the take, levels are RMS in dBFS, probabilities and shares
//! lie within 0..=1, rows and columns count from zero.
//!
//! Where to start: a change of what parlo does begins with a fact in [`flow::Event`] or an act in
//! [`flow::Effect`] and a script in `flow/tests`; a new value to tune with
//! [`settings::VoiceSettings`] (its range stands in the configuration's table); a text that
//! should not have been typed with [`gate`] (nobody said it) or [`transcript`] (it was garbled).

pub mod agent_state;
pub mod audio;
pub mod decoded;
pub mod device;
pub mod endpoint;
pub mod finality;
pub mod flow;
pub mod gate;
pub mod hints;
pub mod history;
pub mod host_request;
pub mod level;
pub mod line_editor;
pub mod live;
pub mod metrics;
pub mod panics;
pub mod queue;
pub mod screen;
pub mod settings;
pub mod signal;
pub mod sink;
pub mod take_id;
pub mod text;
pub mod transcript;
pub mod typing;
pub mod untrusted;
pub mod wer;
