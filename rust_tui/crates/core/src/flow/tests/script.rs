//! The script runner: a flow, a virtual clock, and short names for what is said to it.

use std::time::Duration;

use super::super::*;
use crate::decoded::{Decoded, Evidence, Word};
use crate::device::{DeviceCause, DeviceFailure};
use crate::endpoint::Heard;
use crate::metrics::{CaptureStats, VoiceLatencyMetrics};
use crate::take_id::{JobId, TakeId};

pub(in crate::flow) const TAKE: TakeId = TakeId(1);
pub(in crate::flow) const NEXT: TakeId = TakeId(2);

/// A flow with a clock that starts at 0 ms.
pub(in crate::flow) struct Script {
    pub(in crate::flow) flow: Flow,
    start: Instant,
    /// The live words so far.
    pub(in crate::flow) live: Vec<LiveText>,
}

impl Script {
    pub(in crate::flow) fn new() -> Self {
        let settings = VoiceSettings { endpoint_on_meaning: false, ..VoiceSettings::default() };
        Self::with(settings, true)
    }

    pub(in crate::flow) fn with(settings: VoiceSettings, agent_ready: bool) -> Self {
        Self { flow: Flow::new(settings, agent_ready), start: Instant::now(), live: Vec::new() }
    }

    pub(in crate::flow) fn at(&self, ms: u64) -> Instant {
        self.start + Duration::from_millis(ms)
    }

    /// Steps the flow and compares all effects but the records, the live words and what is for the
    /// history.
    pub(in crate::flow) fn check(
        &mut self,
        ms: u64,
        event: Event,
        expected: &[Effect],
    ) -> Vec<VoiceLatencyMetrics> {
        let now = self.at(ms);
        let reported = event.clone();
        let (records, effects): (Vec<_>, Vec<_>) = self
            .flow
            .step(now, event)
            .into_iter()
            .inspect(|effect| {
                if let Effect::Words(live) = effect {
                    self.live.push(live.clone());
                }
            })
            .filter(|effect| !matches!(effect, Effect::Remember { .. } | Effect::Words(_)))
            .partition(|effect| matches!(effect, Effect::Record(_)));
        assert_eq!(effects, expected, "at {ms} ms, after {reported:?}");
        records
            .into_iter()
            .filter_map(|effect| match effect {
                Effect::Record(metrics) => Some(*metrics),
                _ => None,
            })
            .collect()
    }

    /// The words of the take as they stand.
    pub(in crate::flow) fn words(&self) -> &[Word] {
        self.live.last().map_or(&[], |live| &live.words)
    }

    pub(in crate::flow) fn phase(&self) -> Phase {
        self.flow.phase()
    }

    /// A take that is listening since 20 ms.
    pub(in crate::flow) fn listening() -> Self {
        let mut script = Self::new();
        script.listen();
        script
    }

    pub(in crate::flow) fn listen(&mut self) {
        self.check(0, toggled(), &[Effect::Voice(VoiceOrder::Listen { take: TAKE })]);
        self.check(20, Event::Capture { take: TAKE, event: CaptureEvent::Started }, &[]);
        assert_eq!(self.phase(), Phase::Capturing);
    }
}

pub(in crate::flow) fn notify(notice: Notice) -> Effect {
    notice.into()
}

pub(in crate::flow) fn wrote() -> Event {
    Event::Agent(AgentEvent::Wrote)
}

pub(in crate::flow) fn written(take: TakeId) -> Event {
    Event::Agent(AgentEvent::TextWritten { take })
}

pub(in crate::flow) fn cancelled() -> Event {
    Event::User(UserEvent::CancelPressed)
}

pub(in crate::flow) fn toggled() -> Event {
    Event::User(UserEvent::DictationToggled { next: TAKE })
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
    Effect::Stt(SttOrder::Decode(DecodeOrder { take: TAKE, job, kind, span, context }))
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
    Event::Decode { take: TAKE, event: DecodeEvent::Finished { job, decoded: decoded(text) } }
}

pub(in crate::flow) fn typed(text: &str) -> Effect {
    Effect::Host(HostOrder::Type { take: TAKE, text: text.to_owned() })
}

impl Script {
    pub(in crate::flow) fn ended(&self, cause: EndCause, until_ms: u64, position_ms: u64) -> Event {
        let heard = heard(until_ms, position_ms);
        let speech = Speech { heard, last_voiced_at: self.at(until_ms + 20) };
        Event::Capture {
            take: TAKE,
            event: CaptureEvent::Ended { cause, speech: Some(speech), stats: stats() },
        }
    }
}

pub(in crate::flow) fn stats() -> CaptureStats {
    CaptureStats { frames: 20, bytes: 128_000, ..CaptureStats::default() }
}

pub(in crate::flow) fn failure(cause: DeviceCause) -> DeviceFailure {
    DeviceFailure { device: "default".to_owned(), cause }
}
