//! The samples of the newest take, placed by position.

use std::ops::Range;

use parlo_core::audio::AudioFrame;
use parlo_core::take_id::TakeId;

/// Longest audio kept of one take: Whisper's window and a second more.
const MAX_TAKE_SAMPLES: usize = 31 * parlo_core::audio::SAMPLE_RATE_HZ as usize;

/// The take, and its samples so far.
#[derive(Debug, Default)]
pub(super) struct TakeAudio {
    pub(super) take: TakeId,
    pub(super) samples: Vec<f32>,
}

impl TakeAudio {
    /// Takes a frame in; one of another take ends what was kept.
    pub(super) fn add(&mut self, frame: &AudioFrame) {
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

    /// What there is of a span; nothing of another take.
    pub(super) fn span(&self, take: TakeId, span: &Range<u64>) -> &[f32] {
        if take != self.take {
            return &[];
        }
        let clamp =
            |position: u64| usize::try_from(position).unwrap_or(usize::MAX).min(self.samples.len());
        &self.samples[clamp(span.start)..clamp(span.end.max(span.start))]
    }
}
