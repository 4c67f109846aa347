//! The user's side: keys in, frames out.
