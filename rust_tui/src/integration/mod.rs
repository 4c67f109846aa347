//! Adapters: what other programs read of a dictation, made of its updates.

pub mod json_lines;
