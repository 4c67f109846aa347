//! Diagnostics: the log, the panic hook, standard error silenced, what is printed and drawn, the
//! metrics file, programs tried.

mod clean;
pub mod log;
mod metrics;
pub mod page;
mod panics;
pub mod print;
mod remedy;
mod stderr;
pub mod summary;
mod trial;

pub use clean::{Clean, Painted};
pub use metrics::{BadLines, MetricsError, MetricsFile, json_row, ms, read_metrics, take_name};
pub use panics::{Panicked, restore_on_panic};
pub use remedy::remedy_for;
pub use stderr::QuietStderr;
pub use trial::first_line;
