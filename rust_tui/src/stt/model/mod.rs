//! The models parlo decodes with: which exist, where they lie, how they get there, whether they
//! are whole.
//!
//! A model is one ggml file, `ggml-NAME.bin`, in a directory that the caller names. It comes
//! there by [`install()`] (download of a published file, checked by hash) or by [`import()`] (conversion of
//! a CTranslate2 folder or wheel). [`resolve`] turns what a user typed into a path that has been
//! checked; [`verify()`] hashes. Called by `cmd`, on the caller's thread; everything here blocks on
//! disk or network.
//!
//! Whatever is read here was written by strangers: every length is checked against the bytes that
//! are really there before it is believed, and no input makes this module panic. It does not load
//! a model into the decoder, and it prints nothing.

pub mod catalog;
mod checksum;
mod choice;
mod convert;
mod ct2;
mod dimensions;
mod error;
mod fetch;
mod foreign;
mod header;
mod import;
mod install;
mod layout;
mod mel;
mod piece;
mod reader;
mod request;
mod source;
mod store;
mod tensors;
mod token_texts;
mod verify;
mod weights;

#[cfg(test)]
pub(in crate::stt) mod fixture;
#[cfg(test)]
mod fuzzing;

pub use choice::{Candidate, Choice, Spoken, choose};
pub use dimensions::Dimensions;
pub use error::ModelError;
pub use fetch::{OnProgress, Progress};
pub use header::{ModelInfo, inspect};
pub use import::{ImportedModel, NameCollision, import};
pub use install::{Installation, Reinstall, install};
pub use store::{StoredModel, list, path_of, resolve};
pub use tensors::WeightType;
pub use verify::{Authenticity, has_known_hash, verify};
