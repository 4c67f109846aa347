//! What can happen next: from random numbers to events that fit the world, or just do not fit any
//! more because they come late, twice, or for a take that is over.

use std::time::Duration;

use proptest::prelude::{Strategy, any, prop_oneof};

use super::world::World;
use crate::agent_state::{AgentState, BlockKind};
use crate::device::DeviceCause;
use crate::endpoint::Heard;
use crate::flow::tests::script::{decoded, failure, stats};
use crate::flow::{AgentEvent, CaptureEvent, DecodeEvent, UserEvent};
use crate::flow::{EndCause, Event, Obstruction, Part, Speech};
use crate::settings::{SendMode, VoiceSettings};
use crate::take_id::TakeId;

/// Knuth's MMIX generator, for the details of one event.
pub(super) struct Chance(u64);

impl Chance {
    pub(super) fn below(&mut self, limit: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    pub(super) fn one_in(&mut self, many: u64) -> bool {
        self.below(many) == 0
    }

    pub(super) fn pick<T: Copy>(&mut self, of: &[T]) -> Option<T> {
        let count = of.len() as u64;
        (count > 0).then(|| of[self.below(count.max(1)) as usize])
    }
}

/// One step of a run: what kind of thing happens, in which variety, and how long after the last.
#[derive(Debug, Clone, Copy)]
pub(super) struct Roll {
    kind: u8,
    seed: u32,
    pub(super) wait_ms: u64,
}

impl Roll {
    pub(super) fn chance(self) -> Chance {
        Chance(u64::from(self.seed))
    }
}

/// Kinds of things that can happen.
const KINDS: u8 = 39;

/// Mostly quick steps; now and then a pause that passes deadlines, or a machine that was suspended.
pub(super) fn roll() -> impl Strategy<Value = Roll> {
    let wait =
        prop_oneof![30 => 0..60_u64, 4 => 0..3_000_u64, 2 => 0..40_000_u64, 1 => 0..36_000_000_u64];
    (0..KINDS, any::<u32>(), wait).prop_map(|(kind, seed, wait_ms)| Roll { kind, seed, wait_ms })
}

/// How the flow and its agent are to begin.
pub(super) fn settings(chance: &mut Chance) -> VoiceSettings {
    let usual = VoiceSettings::default();
    let or_zero =
        |chance: &mut Chance, usual| if chance.one_in(4) { Duration::ZERO } else { usual };
    VoiceSettings {
        send: chance.pick(&SendMode::ALL).unwrap_or_default(),
        send_delay: or_zero(chance, usual.send_delay),
        double_press: or_zero(chance, usual.double_press),
        hold_to_talk: or_zero(chance, usual.hold_to_talk),
        endpoint_on_meaning: chance.one_in(2),
        ..usual
    }
}

impl World {
    /// What the roll makes happen now; nothing where there is nothing it could happen to.
    pub(super) fn event(&mut self, roll: Roll) -> Option<Event> {
        let chance = &mut roll.chance();
        Some(match roll.kind {
            0..=2 => Event::User(UserEvent::DictationToggled { next: self.new_id() }),
            3 => Event::User(UserEvent::DictationReleased),
            4 => Event::User(UserEvent::CancelPressed),
            5 => Event::User(UserEvent::UndoPressed),
            6 => Event::User(UserEvent::HandsFreeToggled),
            7 => Event::User(UserEvent::Acted),
            8 => Event::Agent(AgentEvent::BecameReady),
            9 => {
                let take = self.new_id();
                Event::User(UserEvent::InsertRequested { take, text: format!("again{}", take.0) })
            }
            10 | 11 => {
                let text = self.edited(chance)?;
                if chance.one_in(2) {
                    Event::User(UserEvent::ReviewSent { text })
                } else {
                    Event::User(UserEvent::ReviewAccepted { text })
                }
            }
            12 | 13 => Event::Agent(AgentEvent::StateChanged(chance.pick(&[
                AgentState::Idle,
                AgentState::Working,
                AgentState::Blocked(BlockKind::Permission),
            ])?)),
            14 => Event::Agent(AgentEvent::ObstructionChanged(chance.pick(&[
                None,
                Some(Obstruction::UserPaste),
                Some(Obstruction::Repainting),
            ])?)),
            15 => Event::Capture { take: self.some_take(chance)?, event: CaptureEvent::Started },
            16 => Event::Capture {
                take: self.some_take(chance)?,
                event: CaptureEvent::SpeechSufficed(self.hear(chance)),
            },
            17 => Event::Capture {
                take: self.some_take(chance)?,
                event: CaptureEvent::SpeechAdvanced(self.hear(chance)),
            },
            18 | 19 => Event::Capture {
                take: self.some_take(chance)?,
                event: CaptureEvent::PauseHeard(self.hear(chance)),
            },
            20 => Event::Capture {
                take: self.some_take(chance)?,
                event: CaptureEvent::SpeechResumed {
                    at: self.heard.position + chance.below(9_600),
                },
            },
            21..=23 => self.capture_ended(chance)?,
            24..=27 => self.decode_finished(chance)?,
            28 => {
                let (take, job) = self.some_order(chance)?;
                let failed = DecodeEvent::Failed { job, error: "broken".to_owned() };
                let event = if chance.one_in(3) { DecodeEvent::Skipped { job } } else { failed };
                Event::Decode { take, event }
            }
            29 => Event::Agent(AgentEvent::TextWritten { take: self.some_writing(chance)? }),
            30 => Event::Agent(AgentEvent::Wrote),
            31 | 32 => {
                self.now = self.flow.next_deadline()?.max(self.now);
                Event::TimePassed
            }
            33 => Event::Capture {
                take: chance.pick(&self.takes)?,
                event: CaptureEvent::FollowUpHeard { next: self.new_id() },
            },
            34 => {
                let text =
                    if chance.one_in(2) { Ok("again".to_owned()) } else { Err(String::new()) };
                Event::Decode {
                    take: chance.pick(&self.takes)?,
                    event: DecodeEvent::Retranscribed(text),
                }
            }
            35 => self.repeated()?,
            36 => {
                Event::Capture { take: self.some_take(chance)?, event: CaptureEvent::DecoderLagged }
            }
            37 => Event::PartRestarted(chance.pick(&[Part::Decoder, Part::Listener])?),
            _ => {
                self.change_settings(chance);
                return None;
            }
        })
    }

    /// The last event once more. Only what names something new never comes twice.
    fn repeated(&mut self) -> Option<Event> {
        match self.last_event.clone()? {
            Event::User(UserEvent::DictationToggled { .. }) => {
                Some(Event::User(UserEvent::DictationToggled { next: self.new_id() }))
            }
            Event::User(UserEvent::InsertRequested { .. })
            | Event::User(UserEvent::TakeGranted { .. }) => None,
            other => Some(other),
        }
    }

    /// The take that is listened to; sometimes one that may be long over.
    fn some_take(&self, chance: &mut Chance) -> Option<TakeId> {
        if chance.one_in(8) { chance.pick(&self.takes) } else { self.listening }
    }

    /// A decode that runs; sometimes any that was ever ordered.
    fn some_order(&mut self, chance: &mut Chance) -> Option<(TakeId, u32)> {
        let running = self.decoding.filter(|_| !chance.one_in(8));
        running.or_else(|| chance.pick(&self.orders))
    }

    fn some_writing(&self, chance: &mut Chance) -> Option<TakeId> {
        let writing = self.writing.as_ref().map(|(take, _)| *take);
        if chance.one_in(8) { chance.pick(&self.takes) } else { writing }
    }

    /// More speech than the last time, or only more silence after it.
    fn hear(&mut self, chance: &mut Chance) -> Heard {
        let heard = &mut self.heard;
        heard.position += 800 + chance.below(64_000);
        if !chance.one_in(3) {
            heard.voiced_end = heard.position - chance.below(800);
            heard.voiced = heard.voiced_end - heard.onset;
        }
        *heard
    }

    fn capture_ended(&mut self, chance: &mut Chance) -> Option<Event> {
        let take = self.some_take(chance)?;
        let heard = if chance.one_in(2) { self.heard } else { self.hear(chance) };
        let cause = match chance.below(9) {
            0 => EndCause::Stopped,
            1 => EndCause::TooLong,
            2 => EndCause::SourceEnded,
            3 => EndCause::DeviceFailed(failure(DeviceCause::Gone)),
            4 => EndCause::QueueFull,
            _ => EndCause::Silence,
        };
        let spoke = heard.voiced > 0 && !chance.one_in(5);
        let speech = spoke.then_some(Speech { heard, last_voiced_at: self.now });
        Some(Event::Capture { take, event: CaptureEvent::Ended { cause, speech, stats: stats() } })
    }

    /// A text that no other decode yields; sometimes none.
    fn decode_finished(&mut self, chance: &mut Chance) -> Option<Event> {
        let (take, job) = self.some_order(chance)?;
        let mark = ["", ".", ",", "?"][chance.below(4) as usize];
        let words =
            if chance.one_in(8) { String::new() } else { format!("t{}j{job}{mark}", take.0) };
        let mut decoded = decoded(&words);
        let ends = [Some(0.0), Some(0.6), Some(0.95), None];
        decoded.evidence.sentence_end_probability = ends[chance.below(4) as usize];
        Some(Event::Decode { take, event: DecodeEvent::Finished { job, decoded } })
    }

    /// What the user makes of what is offered.
    fn edited(&self, chance: &mut Chance) -> Option<String> {
        let text = self.flow.waiting_text()?;
        Some(match chance.below(4) {
            0 => String::new(),
            1 => text.split(' ').next()?.to_owned(),
            _ => text.to_owned(),
        })
    }

    fn change_settings(&mut self, chance: &mut Chance) {
        let settings = settings(chance);
        self.flow.set_send_mode(settings.send);
        self.flow.set_releases_reported(chance.one_in(2));
        if self.flow.phase() == crate::flow::Phase::Idle {
            self.flow.configure(settings);
        }
    }
}
