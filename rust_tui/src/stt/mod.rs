//! Speech to text: the engines and what is asked of them, the worker thread, the models, their speed.

mod abort;
mod cores;
mod engine;
mod language;
pub mod model;
pub mod openmp;
mod retranscription;
mod speed;
mod worker;

pub use abort::AbortSignal;
pub use engine::{
    DecodeRequest, Effort, Engine, EngineBuilder, EngineError, EngineKind, EngineSpec, Partials,
};
pub use language::Language;
pub use retranscription::{Retranscription, RetranscriptionError};
pub use speed::{CLIP, Speed, measure};
pub use whisper_rs::WHISPER_CPP_VERSION;
pub use worker::{ReplaceError, TakeSound, Worker, is_decoder_left_behind};
