//! The stt-decoder thread: the engine, and one decode at a time.
//!
//! Apart from the worker's own thread, because an engine may break or never come back: a broken one
//! is rebuilt here, and from one that does not come back the worker walks away with the sound of
//! the take still in its own hands.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, unbounded};
use parlo_core::decoded::Decoded;
use parlo_core::panics;

use super::AbortSignal;
use crate::stt::engine::{DecodeRequest, Effort, Engine, EngineBuilder, EngineError};

/// How long a thread may take to end before it is left behind.
const ENDING: Duration = Duration::from_secs(2);

/// Whether a thread was left behind: it may still be in the middle of a decode when the program ends.
static LEFT_BEHIND: AtomicBool = AtomicBool::new(false);

/// Whether a decoder that did not come back was left behind. Then the program must end without the
/// hooks of `exit`, which take down what that decoder still uses.
pub fn is_decoder_left_behind() -> bool {
    LEFT_BEHIND.load(Ordering::Acquire)
}

/// An engine, the signal it looks at, and what builds another one like it.
pub(super) struct Built {
    pub(super) engine: Box<dyn Engine>,
    pub(super) signal: AbortSignal,
    pub(super) builder: Arc<dyn EngineBuilder>,
}

/// What the thread reports.
pub(super) enum DecoderEvent {
    /// The engine is built, or cannot be: then every decode fails with the same reason.
    Ready,
    /// What came of the decode.
    Decoded(Result<Decoded, EngineError>),
    /// It was one of words to show, for which the engine was not to be asked yet.
    Skipped,
    /// The engine broke in the decode; another one is being built, [`DecoderEvent::Ready`] follows.
    Broken(EngineError),
}

enum Job {
    Decode(Vec<f32>, DecodeRequest),
    Use(Built),
}

/// The worker's side.
pub(super) struct Decoder {
    /// Looked at by the engine that is in use.
    pub(super) signal: AbortSignal,
    builder: Arc<dyn EngineBuilder>,
    jobs: Sender<Job>,
    /// What the thread reports.
    pub(super) events: Receiver<DecoderEvent>,
    thread: JoinHandle<()>,
}

impl Decoder {
    /// Starts the thread, which builds its engine first.
    pub(super) fn start(
        builder: Arc<dyn EngineBuilder>,
        signal: AbortSignal,
    ) -> std::io::Result<Self> {
        // One job at a time, and an answer to each.
        let (jobs, received) = unbounded();
        let (sender, events) = unbounded();
        let (own_builder, own_signal) = (Arc::clone(&builder), signal.clone());
        let thread =
            std::thread::Builder::new().name("stt-decoder".to_owned()).spawn(move || {
                let engine = build_engine(&*own_builder, &own_signal);
                let (builder, signal) = (own_builder, own_signal);
                Thread { engine, last_partial: None, builder, signal, sender }.run(&received);
            })?;
        Ok(Self { signal, builder, jobs, events, thread })
    }

    /// Begins a decode.
    pub(super) fn decode(&self, audio: Vec<f32>, request: DecodeRequest) {
        let _ = self.jobs.send(Job::Decode(audio, request));
    }

    /// Decodes with this engine from the next decode on.
    pub(super) fn use_engine(&mut self, built: Built) {
        self.signal = built.signal.clone();
        self.builder = Arc::clone(&built.builder);
        let _ = self.jobs.send(Job::Use(built));
    }

    /// Another one with an engine like this one's, for when this one does not come back.
    pub(super) fn another(&self) -> std::io::Result<Self> {
        Self::start(Arc::clone(&self.builder), self.signal.for_another_engine())
    }

    /// Lets the thread end when it comes back.
    pub(super) fn leave(self) -> JoinHandle<()> {
        LEFT_BEHIND.store(true, Ordering::Release);
        self.thread
    }

    /// Ends the thread, which was asked to give up, or leaves it behind.
    pub(super) fn end(self) {
        let Self { jobs, events, thread, .. } = self;
        drop(jobs);
        let until = Instant::now() + ENDING;
        loop {
            match events.recv_deadline(until) {
                Ok(_) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    let _ = thread.join();
                    return;
                }
                Err(RecvTimeoutError::Timeout) => {
                    tracing::warn!("the decoder does not come back; leaving it behind");
                    LEFT_BEHIND.store(true, Ordering::Release);
                    return;
                }
            }
        }
    }
}

/// What the thread owns.
struct Thread {
    engine: Result<Box<dyn Engine>, EngineError>,
    /// When the last decode of words to show began.
    last_partial: Option<Instant>,
    builder: Arc<dyn EngineBuilder>,
    signal: AbortSignal,
    sender: Sender<DecoderEvent>,
}

impl Thread {
    fn run(mut self, jobs: &Receiver<Job>) {
        let mut sent = self.sender.send(DecoderEvent::Ready);
        // A worker that has left this thread behind wants to hear nothing more.
        while sent.is_ok()
            && let Ok(job) = jobs.recv()
        {
            sent = match job {
                Job::Use(Built { engine, signal, builder }) => {
                    (self.signal, self.builder) = (signal, builder);
                    self.take_engine(Ok(engine));
                    continue;
                }
                Job::Decode(audio, request) => self.decode(&audio, &request),
            };
        }
    }

    fn decode(
        &mut self,
        audio: &[f32],
        request: &DecodeRequest,
    ) -> Result<(), crossbeam_channel::SendError<DecoderEvent>> {
        let decoded = match &mut self.engine {
            Ok(engine) => panics::caught(|| {
                if request.effort == Effort::Quick {
                    if !engine.partials().allow(self.last_partial.map(|last| last.elapsed())) {
                        return DecoderEvent::Skipped;
                    }
                    self.last_partial = Some(Instant::now());
                }
                DecoderEvent::Decoded(engine.decode(audio, request))
            }),
            Err(error) => Ok(DecoderEvent::Decoded(Err(error.clone()))),
        };
        if let Ok(event) = decoded {
            return self.sender.send(event);
        }
        let error = internal_error("decoding");
        self.sender.send(DecoderEvent::Broken(error.clone()))?;
        self.take_engine(Err(error));
        self.take_engine(build_engine(&*self.builder, &self.signal));
        self.sender.send(DecoderEvent::Ready)
    }

    /// Takes another engine; not even the end of the one before may take the thread along.
    fn take_engine(&mut self, engine: Result<Box<dyn Engine>, EngineError>) {
        let before = std::mem::replace(&mut self.engine, engine);
        let _ = panics::caught(|| drop(before));
    }
}

fn build_engine(
    builder: &dyn EngineBuilder,
    signal: &AbortSignal,
) -> Result<Box<dyn Engine>, EngineError> {
    let engine = caught("loading the speech model", || builder(signal.clone()));
    if let Err(error) = &engine {
        tracing::error!(%error, "the speech model could not be loaded");
    }
    engine
}

/// Runs a part of an engine; a panic in it becomes a failure.
pub(in crate::stt) fn caught<T>(
    what: &str,
    run: impl FnOnce() -> Result<T, EngineError>,
) -> Result<T, EngineError> {
    panics::caught(run).unwrap_or_else(|_| Err(internal_error(what)))
}

fn internal_error(what: &str) -> EngineError {
    EngineError::Failed(format!("internal error while {what}; please report it with the log file"))
}
