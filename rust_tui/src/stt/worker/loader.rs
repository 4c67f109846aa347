//! The model-loader thread: builds another engine while the present one stays in use.
//!
//! One at a time. What it builds reaches the worker between two decodes, through a channel of one
//! place that the worker empties; a build that fails changes nothing.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

use crossbeam_channel::{Receiver, Sender, bounded};

use super::decoder::{Built, caught};
use super::{AbortSignal, EngineBuilder, EngineError};

/// Why no other engine is being built.
#[derive(Debug, thiserror::Error)]
pub enum ReplaceError {
    /// One is being built already.
    #[error("another model is being loaded; try again when it is there")]
    Busy,
    /// The system starts no thread.
    #[error("cannot start a thread to load the model: {0}")]
    NoThread(#[from] std::io::Error),
}

/// The main thread's side.
pub(super) struct Loader {
    engines: Sender<Built>,
    building: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Loader {
    /// A loader, and where its engines come out.
    pub(super) fn new() -> (Self, Receiver<Built>) {
        let (engines, built) = bounded(1);
        (Self { engines, building: Arc::default(), thread: None }, built)
    }

    /// Builds an engine and hands it over; `done` is called on the loader's thread.
    pub(super) fn load(
        &mut self,
        builder: Arc<dyn EngineBuilder>,
        signal: AbortSignal,
        done: impl FnOnce(Result<(), EngineError>) + Send + 'static,
    ) -> Result<(), ReplaceError> {
        if self.building.swap(true, Ordering::AcqRel) {
            return Err(ReplaceError::Busy);
        }
        let (engines, building) = (self.engines.clone(), Arc::clone(&self.building));
        let spawned =
            std::thread::Builder::new().name("model-loader".to_owned()).spawn(move || {
                let built = caught("loading the speech model", || builder(signal.clone()));
                let result = built.map(|engine| {
                    // The worker takes it between two decodes; if it is gone nobody waits.
                    let _ = engines.send(Built { engine, signal, builder });
                });
                building.store(false, Ordering::Release);
                done(result);
            });
        match spawned {
            Ok(thread) => {
                // The one before has ended, or this one would not have begun.
                self.join();
                self.thread = Some(thread);
                Ok(())
            }
            Err(error) => {
                self.building.store(false, Ordering::Release);
                Err(error.into())
            }
        }
    }

    /// Waits for the thread; the worker's side must be gone or taking engines.
    pub(super) fn join(&mut self) {
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
