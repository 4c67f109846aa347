//! The stt-worker thread: collects the frames of the running take and decodes what it is told to.
//!
//! Owns the engine and the audio of the newest take. One decode at a time; of several waiting
//! orders only the newest counts. Results go to the flow as events. Orders come through an
//! unbounded channel (a few per second, and giving one must not block the main thread), frames
//! through the pump's bounded drop-oldest queue.

mod loader;

use super::abort::AbortSignal;
use super::engine::{DecodeRequest, Effort, Engine, EngineError};
use crossbeam_channel::{Receiver, Sender, select, unbounded};
use loader::Loader;
use parlo_core::audio::{AudioFrame, duration_of};
use parlo_core::flow::{DecodeKind, DecodeOrder, Event, TakeId};
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

pub use loader::ReplaceError;

/// Longest audio kept of one take: Whisper's window and a second more.
const MAX_TAKE_SAMPLES: usize = 31 * parlo_core::audio::SAMPLE_RATE_HZ as usize;

struct NumberedOrder {
    serial: u64,
    order: DecodeOrder,
}

/// The sound of a take: 16 kHz, mono.
pub type TakeSound = (TakeId, Vec<f32>);

/// The handle of the worker thread; dropping it gives up what is running and joins.
pub struct Worker {
    orders: Option<Sender<NumberedOrder>>,
    wanted: Sender<TakeId>,
    sounds: Receiver<TakeSound>,
    signal: AbortSignal,
    is_loading: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
    loader: Loader,
}

impl Worker {
    /// Starts the thread; it builds the engine first (loading a model takes a while) and is ready
    /// for orders meanwhile. If that fails, every order fails with the same reason.
    ///
    /// # Errors
    /// The system starts no thread.
    pub fn start<F>(
        build_engine: F,
        frames: Receiver<AudioFrame>,
        events: Sender<Event>,
    ) -> std::io::Result<Worker>
    where
        F: FnOnce(AbortSignal) -> Result<Box<dyn Engine>, EngineError> + Send + 'static,
    {
        let (orders, received) = unbounded();
        // One small message per take either way; the sounds are fetched at every step of the flow.
        let (wanted, wishes) = unbounded();
        let (sound_sender, sounds) = unbounded();
        let signal = AbortSignal::default();
        let shared = signal.clone();
        let is_loading = Arc::new(AtomicBool::new(true));
        let loading = is_loading.clone();
        let (loader, engines) = Loader::new();
        let thread =
            std::thread::Builder::new().name("stt-worker".to_owned()).spawn(move || {
                let building = || build_engine(shared.clone());
                let engine = caught("loading the speech model", building);
                if let Err(error) = &engine {
                    tracing::error!(%error, "the speech model could not be loaded");
                }
                loading.store(false, Ordering::Relaxed);
                let audio = TakeAudio::default();
                let sounds = sound_sender;
                Loop { engine, engines, signal: shared, frames, events, audio, wishes, sounds }
                    .run(&received);
            })?;
        let orders = Some(orders);
        Ok(Worker { orders, wanted, sounds, signal, is_loading, thread: Some(thread), loader })
    }

    /// Whether the engine is still being built.
    pub fn is_loading(&self) -> bool {
        self.is_loading.load(Ordering::Relaxed)
    }

    /// Orders a decode; it replaces a running partial or speculative one.
    pub fn decode(&self, order: DecodeOrder) {
        let serial = self.signal.next_serial();
        if let Some(orders) = &self.orders {
            let _ = orders.send(NumberedOrder { serial, order });
        }
    }

    /// Builds another engine on a thread of its own; it takes over between two decodes, and until
    /// then, or if it cannot be built, the present one stays in use. `done` is called on that thread.
    ///
    /// # Errors
    /// One is being built already, or the system starts no thread.
    pub fn replace<F, D>(&mut self, build_engine: F, done: D) -> Result<(), ReplaceError>
    where
        F: FnOnce(AbortSignal) -> Result<Box<dyn Engine>, EngineError> + Send + 'static,
        D: FnOnce(Result<(), EngineError>) + Send + 'static,
    {
        self.loader.load(build_engine, self.signal.clone(), done)
    }

    /// Asks for the sound of the newest take, which is over; [`Self::sounds`] has it soon. The sound
    /// of any other take is gone.
    pub fn want_sound(&self, take: TakeId) {
        let _ = self.wanted.send(take);
    }

    /// The sounds that were asked for.
    pub fn sounds(&self) -> &Receiver<TakeSound> {
        &self.sounds
    }

    /// Gives up every decode ordered so far.
    pub fn drop_decodes(&self) {
        self.signal.drop_all();
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.signal.drop_all();
        self.orders = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
        self.loader.join();
    }
}

/// The samples of the newest take, placed by position.
#[derive(Debug, Default)]
struct TakeAudio {
    take: TakeId,
    samples: Vec<f32>,
}

impl TakeAudio {
    fn add(&mut self, frame: &AudioFrame) {
        if frame.take != self.take {
            self.take = frame.take;
            self.samples.clear();
        }
        let start = usize::try_from(frame.start).unwrap_or(usize::MAX);
        let end = start.saturating_add(frame.samples.len());
        if end > MAX_TAKE_SAMPLES {
            return;
        }
        // A frame the queue dropped leaves a hole; silence in it keeps what follows in place.
        if self.samples.len() < end {
            self.samples.resize(end, 0.0);
        }
        self.samples[start..end].copy_from_slice(&frame.samples);
    }

    fn span(&self, take: TakeId, span: &Range<u64>) -> &[f32] {
        if take != self.take {
            return &[];
        }
        let clamp =
            |position: u64| usize::try_from(position).unwrap_or(usize::MAX).min(self.samples.len());
        &self.samples[clamp(span.start)..clamp(span.end.max(span.start))]
    }
}

/// Runs a part of the engine; a panic in it becomes a failure, so that the next order still finds a
/// worker. What the panic says may hold words of the user's and is left out.
pub(super) fn caught<T>(
    what: &str,
    run: impl FnOnce() -> Result<T, EngineError>,
) -> Result<T, EngineError> {
    // Nothing of the worker's own is changed while the engine runs.
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)).unwrap_or_else(|_| {
        Err(EngineError::Failed(format!(
            "internal error while {what}; please report it with the log file"
        )))
    })
}

struct Loop {
    engine: Result<Box<dyn Engine>, EngineError>,
    engines: Receiver<Box<dyn Engine>>,
    signal: AbortSignal,
    frames: Receiver<AudioFrame>,
    events: Sender<Event>,
    audio: TakeAudio,
    wishes: Receiver<TakeId>,
    sounds: Sender<TakeSound>,
}

impl Loop {
    fn run(mut self, orders: &Receiver<NumberedOrder>) {
        // A pump that is gone leaves a channel that is always ready; wait on nothing instead.
        let no_frames = crossbeam_channel::never();
        let mut pump_is_gone = false;
        loop {
            let frames = if pump_is_gone { no_frames.clone() } else { self.frames.clone() };
            select! {
                recv(frames) -> frame => match frame {
                    Ok(frame) => self.add(&frame),
                    Err(_) => pump_is_gone = true,
                },
                // The loader lives as long as the orders come.
                recv(self.engines) -> engine => if let Ok(engine) = engine {
                    self.engine = Ok(engine);
                },
                recv(self.wishes) -> take => match take {
                    Ok(take) => self.hand_out(take),
                    // Whoever wishes also orders.
                    Err(_) => return,
                },
                recv(orders) -> order => {
                    let Ok(order) = order else { return };
                    let newest = orders.try_iter().last().unwrap_or(order);
                    self.perform(newest);
                }
            }
        }
    }

    /// Takes a frame in. Before the first one of another take, the sound that is still wanted of the
    /// last one is handed out.
    fn add(&mut self, frame: &AudioFrame) {
        if frame.take != self.audio.take {
            while let Ok(take) = self.wishes.try_recv() {
                self.hand_out(take);
            }
        }
        self.audio.add(frame);
    }

    fn hand_out(&self, take: TakeId) {
        if take == self.audio.take && !self.audio.samples.is_empty() {
            let _ = self.sounds.send((take, self.audio.samples.clone()));
        }
    }

    fn perform(&mut self, NumberedOrder { serial, order }: NumberedOrder) {
        // The pump queues the samples before it tells the fact that led to this order.
        while let Ok(frame) = self.frames.try_recv() {
            self.add(&frame);
        }
        let DecodeOrder { take, job, kind, span, context } = order;
        let yields = matches!(kind, DecodeKind::Partial | DecodeKind::Speculative);
        self.signal.begin(serial, yields);
        if self.signal.is_raised() {
            return;
        }
        let effort = match kind {
            DecodeKind::Partial => Effort::Quick,
            DecodeKind::Speculative | DecodeKind::Final => Effort::Careful,
            DecodeKind::Batch => Effort::Exhaustive,
        };
        let request = DecodeRequest { effort, context };
        let audio = self.audio.span(take, &span);
        let _stage = tracing::info_span!("decode", utterance = %format_args!("{:032x}", take.0), job, kind = ?kind).entered();
        let result = match &mut self.engine {
            Ok(engine) => caught("decoding", || engine.decode(audio, &request)),
            Err(error) => Err(error.clone()),
        };
        let event = match result {
            Ok(decoded) => {
                tracing::info!(
                    audio_ms = audio.len() as u64 / 16,
                    ran_ms = decoded.ran_for.as_millis() as u64,
                    no_speech = f64::from(decoded.no_speech_probability),
                    mean_log_probability = f64::from(decoded.mean_log_probability),
                    "decoded"
                );
                let decoded = decoded.delayed(duration_of(span.start));
                Event::DecodeFinished { take, job, decoded }
            }
            // Whoever dropped or replaced the order knows.
            Err(EngineError::Aborted) => return,
            Err(EngineError::Failed(error)) => {
                tracing::warn!(%error, "decode failed");
                Event::DecodeFailed { take, job, error }
            }
        };
        let _ = self.events.send(event);
    }
}

#[cfg(test)]
mod tests;
