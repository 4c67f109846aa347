//! The rules of parlo, without any I/O.
//!
//! Everything here is a pure function of its arguments: time comes in as an [`std::time::Instant`],
//! audio as slices of samples, facts as events; decisions go out as values. That is what lets every
//! rule be tested with scripted frames and a virtual clock.

pub mod screen;
