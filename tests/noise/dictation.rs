//! A dictation with the samples as its clock: the detector and the endpointer hear a sound from start
//! to end, and every decode is done at once.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Result;
use parlo::dictation::{Dictation, Ears, Host, Update, Woken, drive};
use parlo::stt::{DecodeRequest, Engine};
use parlo::voice::vad::VoiceActivity;
use parlo_core::audio::{duration_of, samples_in};
use parlo_core::endpoint::{Boundary, Endpointer, Heard};
use parlo_core::flow::{
    AgentEvent, CaptureEvent, DecodeEvent, DecodeOrder, EndCause, Event, HostOrder, Phase, Speech,
    SttOrder, VoiceOrder,
};
use parlo_core::live::LiveStage;
use parlo_core::metrics::CaptureStats;
use parlo_core::settings::VoiceSettings;
use parlo_core::take_id::TakeId;

/// How often more speech is reported; the pump does it four times as often, which here would only
/// cost time.
const ADVANCE: Duration = Duration::from_millis(1_000);

/// When the dictation key is pressed again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// The pause ends the take, or the longest time a take may last.
    Never,
    /// So long after it was pressed first.
    After(Duration),
}

/// What came of a sound.
#[derive(Debug, Default)]
pub struct Dictated {
    /// The texts typed.
    pub typed: Vec<String>,
    /// The words shown while they were said.
    pub shown: Vec<String>,
}

/// Dictates all of a sound; the key is pressed again whenever a take is over.
pub fn dictate(engine: &mut dyn Engine, sound: &[f32], stop: Stop) -> Dictated {
    let settings = VoiceSettings::default();
    let room = Rc::new(RefCell::new(Room {
        engine,
        sound,
        settings: settings.clone(),
        began: Instant::now(),
        at: 0,
        from: 0,
        listening: None,
        reports: VecDeque::new(),
    }));
    let mut dictation = Dictation::over(&settings, Microphone(Rc::clone(&room)), None, true);
    let dictated = Dictated::default();
    let mut stage = Stage { room, stop, pressed: false, dictated };
    while stage.room.borrow().at < sound.len() {
        stage.pressed = false;
        dictation.toggle(&mut stage);
        drive(&mut dictation, &mut stage).unwrap();
    }
    stage.dictated
}

/// The sound, and what hears and decodes it.
struct Room<'a> {
    engine: &'a mut dyn Engine,
    sound: &'a [f32],
    settings: VoiceSettings,
    began: Instant,
    /// How much has sounded.
    at: usize,
    /// Where in it the newest take begins.
    from: usize,
    listening: Option<Listening>,
    reports: VecDeque<Event>,
}

/// The take that is listened to.
struct Listening {
    take: TakeId,
    activity: VoiceActivity,
    endpointer: Endpointer,
    reported_until: u64,
    has_started: bool,
}

/// The ears of the dictation.
struct Microphone<'a>(Rc<RefCell<Room<'a>>>);

impl Ears for Microphone<'_> {
    fn now(&self) -> Instant {
        self.0.borrow().now()
    }

    fn voice(&mut self, order: VoiceOrder) {
        let room = &mut *self.0.borrow_mut();
        match order {
            VoiceOrder::Listen { take } => room.listen(take),
            VoiceOrder::SetTail { tail, .. } => {
                if let Some(listening) = &mut room.listening {
                    listening.endpointer.set_tail(tail);
                }
            }
            VoiceOrder::Stop { .. } => room.end(EndCause::Stopped),
            VoiceOrder::Drop { .. } => room.listening = None,
        }
    }

    fn stt(&mut self, order: SttOrder) {
        if let SttOrder::Decode(order) = order {
            self.0.borrow_mut().decode(order);
        }
    }
}

impl Room<'_> {
    fn now(&self) -> Instant {
        self.began + duration_of(self.at as u64)
    }

    fn report(&mut self, take: TakeId, event: CaptureEvent) {
        self.reports.push_back(Event::Capture { take, event });
    }

    fn listen(&mut self, take: TakeId) {
        self.from = self.at;
        self.listening = Some(Listening {
            take,
            activity: VoiceActivity::new(&self.settings),
            endpointer: Endpointer::new(&self.settings),
            reported_until: 0,
            has_started: false,
        });
    }

    /// Hears one frame more; `false` if the sound is over or nobody listens.
    fn hear(&mut self) -> bool {
        let Some(listening) = &mut self.listening else { return false };
        let frame_samples = listening.activity.frame_samples();
        let Some(frame) = self.sound.get(self.at..self.at + frame_samples) else {
            self.at = self.sound.len();
            self.end(EndCause::SourceEnded);
            return true;
        };
        self.at += frame_samples;
        let take = listening.take;
        if !std::mem::replace(&mut listening.has_started, true) {
            let event = CaptureEvent::Started;
            self.reports.push_back(Event::Capture { take, event });
        }
        let voiced = listening.activity.judge(frame).voiced;
        let boundary = listening.endpointer.push(voiced, frame_samples as u64);
        let position = (self.at - self.from) as u64;
        let until = listening.reported_until;
        let advanced = voiced && until > 0 && position >= until + samples_in(ADVANCE);
        match boundary {
            Some(Boundary::Sufficed(heard)) => {
                listening.reported_until = position;
                self.report(take, CaptureEvent::SpeechSufficed(heard));
            }
            Some(Boundary::Paused(heard)) => self.report(take, CaptureEvent::PauseHeard(heard)),
            Some(Boundary::Resumed { at }) => self.report(take, CaptureEvent::SpeechResumed { at }),
            Some(Boundary::Ended(_)) => self.end(EndCause::Silence),
            Some(Boundary::TooLong(_)) => self.end(EndCause::TooLong),
            Some(Boundary::Started(_) | Boundary::Retracted) => {}
            None => {
                if let Some(heard) = listening.endpointer.heard().filter(|_| advanced) {
                    listening.reported_until = position;
                    self.report(take, CaptureEvent::SpeechAdvanced(heard));
                }
            }
        }
        true
    }

    /// The take is over.
    fn end(&mut self, cause: EndCause) {
        let Some(listening) = self.listening.take() else { return };
        let time_of = |heard: &Heard| self.began + duration_of(self.from as u64 + heard.voiced_end);
        let heard = listening.endpointer.heard();
        let speech = heard.map(|heard| Speech { heard, last_voiced_at: time_of(&heard) });
        let stats = CaptureStats::default();
        self.report(listening.take, CaptureEvent::Ended { cause, speech, stats });
    }

    fn decode(&mut self, order: DecodeOrder) {
        let DecodeOrder { take, job, kind, span, context } = order;
        let audio = &self.sound[self.from..self.at];
        let clamp = |position: u64| (position as usize).min(audio.len());
        let audio = &audio[clamp(span.start)..clamp(span.end)];
        let (start, hints) = (span.start, Arc::default());
        let request = DecodeRequest { take, start, effort: kind.into(), context, hints };
        let event = match self.engine.decode(audio, &request) {
            Ok(decoded) => DecodeEvent::Finished { job, decoded },
            Err(error) => DecodeEvent::Failed { job, error: error.to_string() },
        };
        self.reports.push_back(Event::Decode { take, event });
    }
}

/// The key, and the agent that takes the texts.
struct Stage<'a> {
    room: Rc<RefCell<Room<'a>>>,
    stop: Stop,
    /// The key was pressed again in this take.
    pressed: bool,
    dictated: Dictated,
}

impl Host<Microphone<'_>> for Stage<'_> {
    type End = ();
    type Own = ();

    fn turn(&mut self, dictation: &mut Dictation<Microphone<'_>>) -> Result<Option<()>> {
        let (is_over, length) = {
            let room = self.room.borrow();
            (room.listening.is_none() && room.reports.is_empty(), room.at - room.from)
        };
        if is_over && dictation.phase() == Phase::Idle {
            return Ok(Some(()));
        }
        if let Stop::After(wait) = self.stop
            && !is_over
            && length as u64 >= samples_in(wait)
            && !std::mem::replace(&mut self.pressed, true)
        {
            dictation.toggle(self);
        }
        Ok(None)
    }

    /// The sound goes on, and with it the time.
    fn wait(&mut self, _: Option<Instant>) -> Result<Woken<()>> {
        let room = &mut *self.room.borrow_mut();
        if let Some(event) = room.reports.pop_front() {
            return Ok(Woken::Event(event));
        }
        assert!(room.hear(), "a take that does not end");
        Ok(room.reports.pop_front().map_or(Woken::Own(()), Woken::Event))
    }

    fn perform(&mut self, order: HostOrder) -> Vec<Event> {
        let HostOrder::Type { take, text } = order else { return Vec::new() };
        self.dictated.typed.push(text);
        vec![Event::Agent(AgentEvent::TextWritten { take }), Event::Agent(AgentEvent::Wrote)]
    }

    fn update(&mut self, update: Update<'_>) {
        if let Update::Words(live) = update
            && live.stage == LiveStage::Partial
            && !live.text.is_empty()
            && self.dictated.shown.last() != Some(&live.text)
        {
            self.dictated.shown.push(live.text.clone());
        }
    }
}
