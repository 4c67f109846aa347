//! The microphone's side: capture, resampling, voice activity, the pump.
//!
//! ```text
//! audio callback / WAV clock ──SPSC ring──▶ pump thread ──drop-oldest queue──▶ decoder
//!                                             └── facts (speech, pause, end) ──▶ main thread
//! ```
//!
//! The callback only pushes samples into a lock-free ring; everything that allocates, locks or logs
//! happens on the pump thread.

mod cued;
pub mod devices;
mod follow_up;
mod listening;
mod meter;
mod microphone;
mod pending;
mod pre_roll;
mod pump;
mod queue;
mod resample;
mod sound_check;
pub mod sound_server;
mod source;
mod stream_clock;
#[cfg(test)]
mod testing;
mod utterances;
pub mod vad;
mod wav;

pub use cued::{Cued, Opening};
pub use meter::Meter;
pub use microphone::Microphone;
pub use pending::PendingSettings;
pub use pump::Pump;
pub use queue::FrameQueue;
pub use sound_check::{SoundCheck, sound_check};
pub use source::{AudioSource, OpenedSource, SourceFault};
pub use utterances::{Utterance, utterances};
pub use wav::{Ending, Progress, Reopen, WavError, WavFile, WavPlayer, read_wav, read_wav_from};
