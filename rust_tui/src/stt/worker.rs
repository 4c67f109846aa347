//! The stt-worker thread: collects the frames of the running take and has them decoded as ordered.
//!
//! Owns the audio of the newest take; the engine lives on a thread of its own ([`decoder`]), which is
//! replaced when it does not come back. One decode at a time; of several waiting orders only the
//! newest counts. Results go to the flow as events. Orders come through an unbounded channel (a few
//! per second, and giving one must not block the main thread), frames through the pump's bounded
//! drop-oldest queue, from which nothing is taken during a decode: how full it is shows how far the
//! decoder lags.

mod audio;
mod collector;
mod decoder;
mod loader;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

use crossbeam_channel::{Receiver, Sender, unbounded};
use parlo_core::audio::AudioFrame;
use parlo_core::flow::{DecodeOrder, Event};
use parlo_core::hints::Hints;
use parlo_core::panics::caught;
use parlo_core::sink::Sink;
use parlo_core::take_id::TakeId;

use super::abort::AbortSignal;
use super::engine::{EngineBuilder, EngineError};
use collector::Collector;
use decoder::Decoder;
use loader::Loader;

pub(super) use decoder::caught as caught_in_engine;
pub use decoder::is_decoder_left_behind;
pub use loader::ReplaceError;

struct NumberedOrder {
    serial: u64,
    order: DecodeOrder,
    hints: Arc<Hints>,
}

/// The sound of a take: 16 kHz, mono.
pub type TakeSound = (TakeId, Vec<f32>);

/// The handle of the worker thread; dropping it gives up what is running and joins.
pub struct Worker {
    orders: Option<Sender<NumberedOrder>>,
    wanted: Option<Sender<TakeId>>,
    sounds: Receiver<TakeSound>,
    /// Go along with every order.
    hints: Arc<Hints>,
    signal: AbortSignal,
    is_loading: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
    loader: Loader,
}

impl Worker {
    /// Starts the threads; the engine is built first (loading a model takes a while), and orders
    /// wait meanwhile. If that fails, every order fails with the same reason. It is built again if
    /// it breaks in a decode, or does not come back from one.
    ///
    /// # Errors
    /// The system starts no thread.
    pub fn start(
        builder: impl EngineBuilder,
        frames: Receiver<AudioFrame>,
        events: Sink<Event>,
    ) -> std::io::Result<Self> {
        let (orders, received) = unbounded();
        // One small message per take either way; the sounds are fetched at every step of the flow.
        let (wanted, requests) = unbounded();
        let (sound_sender, sounds) = unbounded();
        let signal = AbortSignal::default();
        let is_loading = Arc::new(AtomicBool::new(true));
        let (loader, engines) = Loader::new();
        let decoder = Decoder::start(Arc::new(builder), signal.for_another_engine())?;
        let mut collector =
            Collector::new(decoder, is_loading.clone(), frames, events, sound_sender);
        let thread =
            std::thread::Builder::new().name("stt-worker".to_owned()).spawn(move || {
                while caught(|| collector.run(&received, &engines, &requests)).is_err() {
                    collector.go_on();
                }
                collector.end();
            })?;
        let (orders, wanted, thread, hints) =
            (Some(orders), Some(wanted), Some(thread), Arc::default());
        Ok(Self { orders, wanted, sounds, hints, signal, is_loading, thread, loader })
    }

    /// Whether the engine is still being built.
    pub fn is_loading(&self) -> bool {
        self.is_loading.load(Ordering::Relaxed)
    }

    /// Orders a decode; it replaces a running partial or speculative one.
    pub fn decode(&self, order: DecodeOrder) {
        let serial = self.signal.next_serial();
        if let Some(orders) = &self.orders {
            let hints = Arc::clone(&self.hints);
            let _ = orders.send(NumberedOrder { serial, order, hints });
        }
    }

    /// What the user may say, as the engine learns with every order.
    pub fn hints(&self) -> &Arc<Hints> {
        &self.hints
    }

    /// Gives the engine other hints from the next order on.
    pub fn set_hints(&mut self, hints: Arc<Hints>) {
        self.hints = hints;
    }

    /// Builds another engine on a thread of its own; it takes over between two decodes, and until
    /// then, or if it cannot be built, the present one stays in use. `done` is called on that thread.
    ///
    /// # Errors
    /// One is being built already, or the system starts no thread.
    pub fn replace(
        &mut self,
        builder: impl EngineBuilder,
        done: impl FnOnce(Result<(), EngineError>) + Send + 'static,
    ) -> Result<(), ReplaceError> {
        self.loader.load(Arc::new(builder), self.signal.for_another_engine(), done)
    }

    /// Asks for the sound of the newest take, which is over; [`Self::sounds`] has it soon. The sound
    /// of any other take is gone.
    pub fn want_sound(&self, take: TakeId) {
        if let Some(wanted) = &self.wanted {
            let _ = wanted.send(take);
        }
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
        (self.orders, self.wanted) = (None, None);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
        self.loader.join();
    }
}

#[cfg(test)]
mod tests;
