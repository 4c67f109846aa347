//! The one integration binary: parlo as its users and their agents see it.
//!
//! Every test drives the built program from outside; nothing here calls into the library but for
//! the word error rate and, where half an hour is to pass in a minute, [`noise`] and [`hearing`]. What
//! a test needs (a terminal, a microphone, a model server, an agent) is private to it and comes from
//! [`support`]; nothing leaves the loopback interface.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot continue panics")]

mod agents;
mod cells;
mod cli;
mod configuration;
mod decoder;
mod doctor;
mod files;
mod hearing;
mod host;
mod lifecycle;
mod noise;
mod overlays;
mod pty;
mod replay;
mod security;
mod self_test;
mod sessions;
mod stats;
mod support;
