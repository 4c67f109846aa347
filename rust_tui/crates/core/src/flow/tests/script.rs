//! The script runner: a flow, a virtual clock, and short names for what is said to it.

use super::super::*;
use crate::decoded::{Decoded, Evidence};
use crate::device::DeviceCause;
use crate::device::DeviceFailure;
use crate::endpoint::Heard;
use crate::metrics::{CaptureStats, VoiceLatencyMetrics};
use std::time::Duration;

pub(in crate::flow) const TAKE: TakeId = TakeId(1);
pub(in crate::flow) const NEXT: TakeId = TakeId(2);

/// A flow with a clock that starts at 0 ms.
pub(in crate::flow) struct Script {
    pub(in crate::flow) flow: Flow,
    start: Instant,
}

impl Script {
    pub(in crate::flow) fn new() -> Script {
        let settings = VoiceSettings { endpoint_on_meaning: false, ..VoiceSettings::default() };
        Script::with(settings, true)
    }

    pub(in crate::flow) fn with(settings: VoiceSettings, agent_ready: bool) -> Script {
        Script { flow: Flow::new(settings, agent_ready), start: Instant::now() }
    }

    pub(in crate::flow) fn at(&self, ms: u64) -> Instant {
        self.start + Duration::from_millis(ms)
    }

    /// Steps the flow and compares all effects but the records and what is for the history.
    pub(in crate::flow) fn check(
        &mut self,
        ms: u64,
        event: Event,
        expected: &[Effect],
    ) -> Vec<VoiceLatencyMetrics> {
        let now = self.at(ms);
        let told = event.clone();
        let (records, effects): (Vec<_>, Vec<_>) = self
            .flow
            .step(now, event)
            .into_iter()
            .filter(|effect| !matches!(effect, Effect::Remember { .. }))
            .partition(|effect| matches!(effect, Effect::Record(_)));
        assert_eq!(effects, expected, "at {ms} ms, after {told:?}");
        records
            .into_iter()
            .filter_map(|effect| match effect {
                Effect::Record(metrics) => Some(*metrics),
                _ => None,
            })
            .collect()
    }

    pub(in crate::flow) fn phase(&self) -> Phase {
        self.flow.phase()
    }

    /// A take that is listening since 20 ms.
    pub(in crate::flow) fn listening() -> Script {
        let mut script = Script::new();
        script.listen();
        script
    }

    pub(in crate::flow) fn listen(&mut self) {
        self.check(0, toggled(), &[Effect::OpenMicrophone { take: TAKE }]);
        self.check(20, Event::CaptureStarted { take: TAKE }, &[]);
        assert_eq!(self.phase(), Phase::Capturing);
    }
}

pub(in crate::flow) fn toggled() -> Event {
    Event::DictationToggled { next: TAKE }
}

/// Speech from 100 ms to `until_ms`, heard at `position_ms`.
pub(in crate::flow) fn heard(until_ms: u64, position_ms: u64) -> Heard {
    Heard {
        onset: 1_600,
        voiced_end: until_ms * 16,
        voiced: (until_ms - 100) * 16,
        position: position_ms * 16,
    }
}

pub(in crate::flow) fn decode(job: JobId, kind: DecodeKind, until_ms: u64) -> Effect {
    let (span, context) = (0..until_ms * 16, String::new());
    Effect::Decode(DecodeOrder { take: TAKE, job, kind, span, context })
}

pub(in crate::flow) fn decoded(text: &str) -> Decoded {
    Decoded {
        text: text.to_owned(),
        evidence: Evidence {
            no_speech_probability: Some(0.01),
            mean_log_probability: Some(-0.2),
            sentence_end_probability: Some(0.6),
        },
        words: Vec::new(),
        ran_for: Duration::from_millis(200),
    }
}

pub(in crate::flow) fn finished(job: JobId, text: &str) -> Event {
    Event::DecodeFinished { take: TAKE, job, decoded: decoded(text) }
}

pub(in crate::flow) fn typed(text: &str) -> Effect {
    Effect::Type { take: TAKE, text: text.to_owned() }
}

impl Script {
    pub(in crate::flow) fn ended(&self, cause: EndCause, until_ms: u64, position_ms: u64) -> Event {
        let heard = heard(until_ms, position_ms);
        let speech = Speech { heard, last_voiced_at: self.at(until_ms + 20) };
        Event::CaptureEnded { take: TAKE, cause, speech: Some(speech), stats: stats() }
    }
}

pub(in crate::flow) fn stats() -> CaptureStats {
    CaptureStats { frames: 20, bytes: 128_000, ..CaptureStats::default() }
}

pub(in crate::flow) fn failure(cause: DeviceCause) -> DeviceFailure {
    DeviceFailure { device: "default".to_owned(), cause }
}
