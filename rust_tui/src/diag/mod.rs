//! Diagnosis: the log, the panic hook, standard error kept clean, the metrics file.

pub mod log;
mod metrics;
mod panics;
mod stderr;

pub use metrics::{MetricsError, MetricsFile, Summary, json_row, read_metrics, summarise};
pub use panics::restore_on_panic;
pub use stderr::QuietStderr;
