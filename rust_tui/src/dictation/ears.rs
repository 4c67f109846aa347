//! What hears and decodes for a pipeline: threads in the program, anything in a test.

use std::sync::Arc;
use std::time::Instant;

use parlo_core::flow::{Event, SttOrder, VoiceOrder};
use parlo_core::sink::Sink;
use parlo_core::take_id::TakeId;

use crate::stt::{EngineSpec, Retranscription, TakeSound, Worker};
use crate::voice::{PendingSettings, Pump};

/// Carries out the orders about sound and decoding. The results are reported as
/// [`Event::Capture`] and [`Event::Decode`], to the host that waits.
pub trait Ears {
    /// The time by its clock.
    fn now(&self) -> Instant {
        Instant::now()
    }

    /// Carries out an order about sound.
    fn voice(&mut self, order: VoiceOrder);

    /// Carries out an order about decoding.
    fn stt(&mut self, order: SttOrder);

    /// Works by other settings from the next take on.
    fn configure(&mut self, _: PendingSettings) {}

    /// Asks for the sound of the newest take, which is over; [`Self::sounds`] has it soon.
    fn want_sound(&mut self, _: TakeId) {}

    /// The sounds that were asked for, as far as they have come.
    fn sounds(&mut self) -> Vec<TakeSound> {
        Vec::new()
    }
}

/// The pump and the worker of the program.
pub struct Threads {
    pub(super) pump: Pump,
    pub(super) worker: Worker,
    pub(super) retranscription: Retranscription,
    /// The engine that is in use, or is being built to take over.
    pub(super) spec: EngineSpec,
    pub(super) events: Sink<Event>,
}

impl Ears for Threads {
    fn voice(&mut self, order: VoiceOrder) {
        self.pump.perform(order);
    }

    fn stt(&mut self, order: SttOrder) {
        match order {
            SttOrder::Decode(order) => self.worker.decode(order),
            SttOrder::Drop { .. } => self.worker.drop_decodes(),
        }
    }

    fn configure(&mut self, pending: PendingSettings) {
        if let Some(hints) = self.worker.hints().revised(&pending.settings) {
            self.worker.set_hints(Arc::new(hints));
        }
        self.pump.configure(pending);
    }

    fn want_sound(&mut self, take: TakeId) {
        self.worker.want_sound(take);
    }

    fn sounds(&mut self) -> Vec<TakeSound> {
        self.worker.sounds().try_iter().collect()
    }
}
