//! Speech to text: the engine trait, the Whisper engine, the worker, the models.

pub mod model;
