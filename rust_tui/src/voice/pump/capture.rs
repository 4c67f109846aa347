//! An open source and everything that has state along its samples.
//!
//! Used by the pump's thread alone.

use std::time::{Duration, Instant};

use crossbeam_channel::bounded;
use parlo_core::device::{DeviceCause, DeviceFailure};
use parlo_core::panics::{Panicked, caught};
use parlo_core::settings::VoiceSettings;

use crate::voice::follow_up::FollowUpWindow;
use crate::voice::listening::Listening;
use crate::voice::pre_roll::PreRoll;
use crate::voice::resample::ToMono16k;
use crate::voice::source::{AudioSource, OpenedSource};
use crate::voice::vad::VoiceActivity;

/// How long a device may take to close before the pump goes on without it.
const CLOSING: Duration = Duration::from_secs(2);

/// The open source.
pub(super) struct Capture {
    pub(super) source: OpenedSource,
    pub(super) converter: ToMono16k,
    pub(super) activity: VoiceActivity,
    pub(super) raw: Vec<f32>,
    pub(super) mono: Vec<f32>,
    pub(super) pre_roll: PreRoll,
    pub(super) listening: Option<Listening>,
    pub(super) follow_up: Option<FollowUpWindow>,
}

impl Capture {
    pub(super) fn open(
        from: &mut dyn AudioSource,
        settings: &VoiceSettings,
    ) -> Result<Self, DeviceFailure> {
        let began = Instant::now();
        let source = from.open(settings.buffer)?;
        let converter = ToMono16k::new(source.rate_hz, source.channels).map_err(|what| {
            DeviceFailure { device: from.name(), cause: DeviceCause::Unusable(what) }
        })?;
        tracing::info!(
            source = from.name(),
            rate_hz = source.rate_hz,
            channels = source.channels,
            open_ms = began.elapsed().as_millis() as u64,
            "audio source opened"
        );
        Ok(Self {
            source,
            converter,
            activity: VoiceActivity::new(settings),
            raw: Vec::new(),
            mono: Vec::new(),
            pre_roll: PreRoll::default(),
            listening: None,
            follow_up: None,
        })
    }

    /// Takes what is in the ring out of it; yields how many samples that were, of all channels, and
    /// how many of them were no numbers.
    pub(super) fn empty_ring(&mut self) -> (usize, u64) {
        let waiting = self.source.samples.slots();
        self.raw.clear();
        if let Ok(chunk) = self.source.samples.read_chunk(waiting) {
            self.raw.extend(chunk);
        }
        self.converter.push(&self.raw, &mut self.mono);
        (self.raw.len(), self.converter.drain_invalid())
    }

    /// Closes the source.
    ///
    /// # Errors
    /// Closing it panicked.
    pub(super) fn close(self) -> Result<(), Panicked> {
        let lost = self.source.overrun.total();
        if lost > 0 {
            tracing::warn!(samples = lost, "the capture ring was full; audio was lost");
        }
        // Closing a device of a sound server that has just died may never return. It must not take
        // the pump with it, for the server may come back; but the device is to be free when it is
        // opened again, so a close that does return is waited for.
        let (closes, closed) = bounded(1);
        let keep_alive = self.source.keep_alive;
        let close = move || closes.send(caught(|| drop(keep_alive)));
        if std::thread::Builder::new().name("audio-close".to_owned()).spawn(close).is_err() {
            // Closed already: what cannot be started is dropped.
            return Ok(());
        }
        closed.recv_timeout(CLOSING).unwrap_or_else(|_| {
            tracing::warn!("the audio device does not close; leaving it behind");
            Ok(())
        })
    }
}
