//! Transcribing a take once more, with another model, beside the running worker.
//!
//! A thread of its own loads the model, decodes once with all the effort there is, and ends: the
//! model is not kept. The running worker keeps its engine and its place; only the cores are shared,
//! so the engine for this should use few of them. One at a time.

use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use parlo_core::flow::{DecodeEvent, Event};
use parlo_core::hints::Hints;
use parlo_core::sink::Sink;
use parlo_core::take_id::TakeId;
use parlo_core::text::typeable;

use super::abort::AbortSignal;
use super::engine::{DecodeRequest, Effort, EngineBuilder, EngineError};

/// The handle of the thread; dropping it gives the decode up and joins.
#[derive(Default)]
pub struct Retranscription {
    running: Option<(AbortSignal, JoinHandle<()>)>,
}

/// Why it could not be begun.
#[derive(Debug, thiserror::Error)]
pub enum RetranscriptionError {
    /// A take is being transcribed again already.
    #[error("still transcribing another take again; wait for it")]
    StillRunning,
    /// The system starts no thread.
    #[error("cannot start a thread to transcribe the take again: {0}")]
    NoThread(#[from] std::io::Error),
}

impl Retranscription {
    /// Begins to transcribe the samples (16 kHz, mono) of a whole take with an engine that is built for
    /// it; [`DecodeEvent::Retranscribed`] follows.
    ///
    /// # Errors
    /// Another one is still running, or the system starts no thread.
    pub fn begin(
        &mut self,
        take: TakeId,
        samples: Vec<f32>,
        hints: Arc<Hints>,
        builder: impl EngineBuilder,
        events: Sink<Event>,
    ) -> Result<(), RetranscriptionError> {
        if self.running.as_ref().is_some_and(|(_, thread)| !thread.is_finished()) {
            return Err(RetranscriptionError::StillRunning);
        }
        let signal = AbortSignal::default();
        let serial = signal.next_serial();
        let shared = signal.clone();
        let thread =
            std::thread::Builder::new().name("retranscribe".to_owned()).spawn(move || {
                shared.begin(serial, false);
                let decoding = || {
                    let mut engine = builder(shared)?;
                    let first = DecodeRequest::first(Effort::Exhaustive);
                    let request = DecodeRequest { take, hints, ..first };
                    let decoded = engine.decode(&samples, &request)?;
                    // How much of the sound was speech is not known any more.
                    Ok(typeable(&decoded, Duration::MAX))
                };
                let text = match super::worker::caught_in_engine("transcribing again", decoding) {
                    Ok(text) => Ok(text),
                    Err(EngineError::Aborted) => return,
                    Err(EngineError::Failed(error)) => Err(error),
                };
                events.send(Event::Decode { take, event: DecodeEvent::Retranscribed(text) });
            })?;
        self.running = Some((signal, thread));
        Ok(())
    }
}

impl Drop for Retranscription {
    fn drop(&mut self) {
        if let Some((signal, thread)) = self.running.take() {
            signal.drop_all();
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests;
