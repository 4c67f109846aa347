//! Speech to text: the engine trait, the Whisper engine, the worker thread, the models, their speed.

mod abort;
mod cores;
mod engine;
pub mod model;
mod retranscription;
mod speed;
mod whisper;
mod worker;

pub use abort::AbortSignal;
pub use engine::{DecodeRequest, Effort, Engine, EngineError};
pub use retranscription::{Retranscription, RetranscriptionError};
pub use speed::{CLIP, Speed, measure};
pub use whisper::{Language, WhisperEngine, WhisperModel, WhisperOptions};
pub use whisper_rs::WHISPER_CPP_VERSION;
pub use worker::{ReplaceError, TakeSound, Worker, is_decoder_left_behind};
