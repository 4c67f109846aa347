//! Diagnosis: logging, the panic hook, the metrics sink.
