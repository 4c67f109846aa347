//! The pipeline of a dictation without threads and without waiting: what the pump, the worker and the
//! main loop do, with the samples as the clock and each decode done at once.

use parlo::stt::{DecodeRequest, Engine};
use parlo::voice::vad::VoiceActivity;
use parlo_core::audio::{duration_of, samples_in};
use parlo_core::endpoint::{Boundary, Endpointer, Heard};
use parlo_core::flow::{DecodeOrder, Effect, EndCause, Event, Flow, Speech};
use parlo_core::metrics::CaptureStats;
use parlo_core::settings::VoiceSettings;
use parlo_core::take_id::TakeId;
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How often the flow is told that there is more speech; the pump does it four times as often, which
/// here would only cost time.
const ADVANCE: Duration = Duration::from_millis(1_000);

/// When the dictation key is pressed again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// The pause ends the take, or the longest time a take may last.
    Never,
    /// So long after it was pressed first.
    After(Duration),
}

/// A sound dictated from start to end, take after take.
pub struct Dictation<'a> {
    /// The texts typed.
    pub typed: Vec<String>,
    /// The words shown while they were said.
    pub shown: Vec<String>,
    engine: &'a mut dyn Engine,
    settings: VoiceSettings,
    flow: Flow,
    began: Instant,
    /// The take that is listened to, and its endpointer.
    take: Option<(TakeId, Endpointer)>,
    /// Where in the sound the take begins.
    from: usize,
    takes: u128,
}

impl<'a> Dictation<'a> {
    /// Dictates all of it; the key is pressed again whenever a take is over.
    pub fn of(engine: &'a mut dyn Engine, sound: &[f32], stop: Stop) -> Dictation<'a> {
        let settings = VoiceSettings::default();
        let mut dictation = Dictation {
            typed: Vec::new(),
            shown: Vec::new(),
            flow: Flow::new(settings.clone(), true),
            engine,
            settings,
            began: Instant::now(),
            take: None,
            from: 0,
            takes: 0,
        };
        let mut at = 0;
        while at < sound.len() {
            at = dictation.take_from(at, sound, stop);
        }
        dictation
    }

    /// One take; yields where it ended.
    fn take_from(&mut self, from: usize, sound: &[f32], stop: Stop) -> usize {
        self.from = from;
        self.press_key(from, sound);
        let mut activity = VoiceActivity::new(&self.settings);
        let frame_samples = activity.frame_samples();
        let stop_at = match stop {
            Stop::Never => u64::MAX,
            Stop::After(wait) => samples_in(wait),
        };
        let (mut reported_until, mut at) = (0, from);
        for frame in sound[from..].chunks_exact(frame_samples) {
            let Some((take, _)) = self.take else { return at };
            at += frame_samples;
            if at == from + frame_samples {
                self.step(at, sound, Event::CaptureStarted { take });
            }
            let voiced = activity.judge(frame).voiced;
            let Some((_, endpointer)) = &mut self.take else { return at };
            let boundary = endpointer.push(voiced, frame_samples as u64);
            let heard = endpointer.heard();
            let position = (at - from) as u64;
            let advanced =
                voiced && reported_until > 0 && position >= reported_until + samples_in(ADVANCE);
            let event = match boundary {
                Some(Boundary::Sufficed(heard)) => {
                    reported_until = position;
                    Event::SpeechSufficed { take, heard }
                }
                Some(Boundary::Paused(heard)) => Event::PauseHeard { take, heard },
                Some(Boundary::Resumed { at }) => Event::SpeechResumed { take, at },
                Some(Boundary::Ended(_)) => self.ended(EndCause::Silence, heard),
                Some(Boundary::TooLong(_)) => self.ended(EndCause::TooLong, heard),
                Some(Boundary::Started(_) | Boundary::Retracted) => continue,
                None if position >= stop_at => {
                    self.press_key(at, sound);
                    self.ended(EndCause::Stopped, heard)
                }
                None => match heard {
                    Some(heard) if advanced => {
                        reported_until = position;
                        Event::SpeechAdvanced { take, heard }
                    }
                    _ => continue,
                },
            };
            self.step(at, sound, event);
        }
        if let Some((_, endpointer)) = &self.take {
            let heard = endpointer.heard();
            let event = self.ended(EndCause::SourceEnded, heard);
            self.step(at, sound, event);
        }
        sound.len()
    }

    fn press_key(&mut self, at: usize, sound: &[f32]) {
        self.takes += 1;
        self.step(at, sound, Event::DictationToggled { next: TakeId(self.takes) });
    }

    /// The fact that the take is over.
    fn ended(&mut self, cause: EndCause, heard: Option<Heard>) -> Event {
        let take = self.take.take().map_or(TakeId(0), |(take, _)| take);
        let time_of = |position: u64| self.began + duration_of(self.from as u64 + position);
        let speech = heard.map(|heard| Speech { heard, last_voiced_at: time_of(heard.voiced_end) });
        Event::CaptureEnded { take, cause, speech, stats: CaptureStats::default() }
    }

    /// Has the flow take the fact in, and performs what it orders, until nothing is left to do.
    fn step(&mut self, at: usize, sound: &[f32], event: Event) {
        let now = self.began + duration_of(at as u64);
        let mut events = VecDeque::from([event]);
        while let Some(event) = events.pop_front() {
            for effect in self.flow.step(now, event) {
                events.extend(self.perform(effect, &sound[self.from..at]));
            }
            let shown = self.flow.partial_text().unwrap_or_default();
            if !shown.is_empty() && self.shown.last().is_none_or(|last| last != shown) {
                self.shown.push(shown.to_owned());
            }
        }
    }

    /// Does what is ordered; `audio` is the take so far. Yields the fact that comes of it.
    fn perform(&mut self, effect: Effect, audio: &[f32]) -> Vec<Event> {
        match effect {
            Effect::OpenMicrophone { take } => {
                self.take = Some((take, Endpointer::new(&self.settings)));
                Vec::new()
            }
            Effect::SetTail { tail, .. } => {
                if let Some((_, endpointer)) = &mut self.take {
                    endpointer.set_tail(tail);
                }
                Vec::new()
            }
            Effect::Decode(order) => vec![self.decode(order, audio)],
            Effect::Type { take, text } => {
                self.typed.push(text);
                vec![Event::TextWritten { take }, Event::AgentWrote]
            }
            _ => Vec::new(),
        }
    }

    fn decode(&mut self, order: DecodeOrder, audio: &[f32]) -> Event {
        let DecodeOrder { take, job, kind, span, context } = order;
        let clamp = |position: u64| (position as usize).min(audio.len());
        let audio = &audio[clamp(span.start)..clamp(span.end)];
        let (start, hints) = (span.start, Arc::default());
        let request = DecodeRequest { take, start, effort: kind.into(), context, hints };
        match self.engine.decode(audio, &request) {
            Ok(decoded) => Event::DecodeFinished { take, job, decoded },
            Err(error) => Event::DecodeFailed { take, job, error: error.to_string() },
        }
    }
}
