//! The world around a flow: what was reported to it, what it ordered, and the agent's composer. Performing
//! an effect checks that it is one that may be.

use std::collections::{HashMap, HashSet};
use std::time::{Duration, Instant};

use unicode_segmentation::UnicodeSegmentation;

use super::chance::{Roll, settings};
use crate::agent_state::AgentState;
use crate::endpoint::Heard;
use crate::flow::{
    AgentEvent, CaptureEvent, DecodeEvent, Effect, Event, Flow, HostOrder, Notice, Obstruction,
    Phase, SttOrder, UserEvent, VoiceOrder,
};
use crate::take_id::TakeId;
use crate::typing::{EraseUnit, TypingRules, WhileWorking};

/// The speech before any is heard.
const SILENCE: Heard = Heard { onset: 1_600, voiced_end: 1_600, voiced: 0, position: 1_600 };

pub(super) struct World {
    pub(super) flow: Flow,
    pub(super) now: Instant,
    ids: u128,
    pub(super) trace: Vec<String>,
    pub(super) last_event: Option<Event>,
    state: AgentState,
    obstruction: Option<Obstruction>,
    /// When a dialog was gone last.
    unblocked_at: Option<Instant>,
    /// Every name the flow was given, and every decode it ordered, to be reported late.
    pub(super) takes: Vec<TakeId>,
    pub(super) orders: Vec<(TakeId, u32)>,
    pub(super) listening: Option<TakeId>,
    pub(super) heard: Heard,
    pub(super) decoding: Option<(TakeId, u32)>,
    pub(super) writing: Option<(TakeId, String)>,
    /// The user has acted since it is on its way.
    user_acted: bool,
    /// A dialog has been open since then.
    asked_since: bool,
    /// What stands in the composer since the user's last act, text by text.
    composer: Vec<String>,
    /// How often each take that began was put on record.
    records: HashMap<TakeId, u32>,
    /// How often the microphone was opened for each take.
    opened: HashMap<TakeId, u32>,
    typed: HashSet<String>,
    session_is_over: bool,
}

impl World {
    pub(super) fn new(first: Roll) -> Self {
        let mut chance = first.chance();
        let mut flow = Flow::new(settings(&mut chance), !chance.one_in(4));
        let while_working = if chance.one_in(2) { WhileWorking::Type } else { WhileWorking::Hold };
        let erase_unit = EraseUnit::Grapheme;
        flow.set_typing_rules(TypingRules { while_working, erase_unit, placeholder: None });
        flow.set_releases_reported(chance.one_in(2));
        if chance.one_in(2) {
            flow.offer_manual_entry();
        }
        Self {
            flow,
            now: Instant::now(),
            ids: 0,
            trace: Vec::new(),
            last_event: None,
            state: AgentState::Unknown,
            obstruction: None,
            unblocked_at: None,
            takes: Vec::new(),
            orders: Vec::new(),
            listening: None,
            heard: SILENCE,
            decoding: None,
            writing: None,
            user_acted: false,
            asked_since: false,
            composer: Vec::new(),
            records: HashMap::new(),
            opened: HashMap::new(),
            typed: HashSet::new(),
            session_is_over: false,
        }
    }

    pub(super) fn new_id(&mut self) -> TakeId {
        self.ids += 1;
        self.takes.push(TakeId(self.ids));
        TakeId(self.ids)
    }

    /// A time of the world passes, and something happens.
    pub(super) fn roll(&mut self, roll: Roll) {
        self.now += Duration::from_millis(roll.wait_ms);
        if let Some(event) = self.event(roll) {
            self.step(event);
        }
    }

    pub(super) fn step(&mut self, event: Event) {
        self.note(&event);
        self.trace.push(format!("{:?} {event:?}", self.flow.phase()));
        self.last_event = Some(event.clone());
        let (cancelled, phase) =
            (event == Event::User(UserEvent::CancelPressed), self.flow.phase());
        let time_passed = event == Event::TimePassed;
        let effects = self.flow.step(self.now, event);
        let takes_back = cancelled && !effects.contains(&Effect::Host(HostOrder::PassCancelKey));
        if takes_back && matches!(phase, Phase::Held | Phase::WaitingForAgent | Phase::Reviewing) {
            assert_eq!(self.flow.waiting_text(), None, "a text survived the cancel key");
        }
        for effect in effects {
            self.trace.push(format!("    {effect:?}"));
            assert!(!self.session_is_over, "something is done although the session is over");
            assert!(
                !cancelled || effect != Effect::Host(HostOrder::PressEnter),
                "Enter by the cancel key"
            );
            self.perform(effect);
        }
        let due = self.flow.next_deadline().filter(|_| time_passed);
        assert!(due.is_none_or(|due| due > self.now), "a deadline in the past");
    }

    /// Takes in what is about to be reported.
    fn note(&mut self, event: &Event) {
        match event {
            Event::User(UserEvent::Acted) => {
                self.composer.clear();
                self.user_acted = true;
            }
            Event::Agent(AgentEvent::StateChanged(state)) => {
                let blocked = |state| matches!(state, AgentState::Blocked(_));
                if blocked(self.state) && !blocked(*state) {
                    self.unblocked_at = Some(self.now);
                }
                self.state = *state;
                self.asked_since |= blocked(*state);
            }
            Event::Agent(AgentEvent::ObstructionChanged(obstruction)) => {
                self.obstruction = *obstruction;
            }
            Event::Capture { take, event: CaptureEvent::Ended { .. } }
                if self.listening == Some(*take) =>
            {
                self.listening = None;
            }
            Event::Decode { take, event: DecodeEvent::Finished { job, .. } }
            | Event::Decode { take, event: DecodeEvent::Skipped { job } }
            | Event::Decode { take, event: DecodeEvent::Failed { job, .. } }
                if self.decoding == Some((*take, *job)) =>
            {
                self.decoding = None;
            }
            Event::Agent(AgentEvent::TextWritten { take }) => {
                let written = self.writing.take_if(|(writing, _)| writing == take);
                self.composer.extend(written.map(|(_, text)| text).filter(|_| !self.user_acted));
            }
            _ => {}
        }
    }

    fn is_in_the_way(&self) -> bool {
        let gap_ends_at = self.unblocked_at.map(|at| at + Duration::from_millis(400));
        gap_ends_at.is_some_and(|at| self.now < at)
            || matches!(self.state, AgentState::Blocked(_))
            || self.obstruction.is_some()
    }

    fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Voice(VoiceOrder::Listen { take }) => {
                assert_eq!(self.listening, None, "two takes at a time");
                let again = self.records.insert(take, 0);
                assert!(again.is_none_or(|records| records == 0), "a take that begins twice");
                let opened = self.opened.entry(take).or_default();
                *opened += 1;
                assert!(*opened <= 4, "a microphone tried without end");
                self.listening = Some(take);
                self.heard = SILENCE;
            }
            Effect::Voice(VoiceOrder::Drop { take }) => {
                assert_eq!(self.listening.take(), Some(take), "nothing to drop");
            }
            // A newer order replaces an older one.
            Effect::Stt(SttOrder::Decode(order)) => {
                self.decoding = Some((order.take, order.job));
                self.orders.push((order.take, order.job));
            }
            Effect::Stt(SttOrder::Drop { .. }) => self.decoding = None,
            Effect::Host(HostOrder::Type { take, text }) => self.r#type(take, text),
            Effect::Host(HostOrder::PressEnter) => {
                assert!(!self.is_in_the_way() && !self.asked_since, "Enter");
                assert!(!self.composer.is_empty(), "an Enter behind nothing, or the user's text");
                self.composer.clear();
            }
            Effect::Host(HostOrder::Erase { backspaces }) => {
                assert!(!self.is_in_the_way(), "erased");
                let last = self.composer.pop().expect("something that was typed");
                assert_eq!(last.graphemes(true).count(), backspaces);
            }
            Effect::RequestTake => {
                let next = self.new_id();
                self.step(Event::User(UserEvent::TakeGranted { next }));
            }
            Effect::Host(HostOrder::PassCancelKey) => self.composer.clear(),
            Effect::Record(metrics) => {
                let take = metrics.utterance_id;
                let records = self.records.get_mut(&take).expect("a take that began");
                *records += 1;
                assert_eq!(*records, 1, "a take ended twice");
                assert_ne!(self.listening, Some(take), "the microphone stays open");
            }
            Effect::Host(HostOrder::Notify(Notice::AgentDoesNotRead)) => {
                self.writing = None;
                self.composer.clear();
            }
            _ => {}
        }
    }

    fn r#type(&mut self, take: TakeId, text: String) {
        assert!(!self.is_in_the_way(), "typed");
        assert_eq!(self.writing, None, "typed into another text");
        for word in text.split_whitespace() {
            assert!(self.typed.insert(word.to_owned()), "typed twice: {word}");
            // t7j2: said in take 7.
            let said_in = word.strip_prefix('t').and_then(|rest| rest.split('j').next());
            if let Some(said_in) = said_in.and_then(|id| id.parse().ok()) {
                let ended = self.records[&TakeId(said_in)] > 0;
                assert!(!ended, "typed after its take was cancelled or had failed");
            }
        }
        (self.user_acted, self.asked_since) = (false, false);
        self.writing = Some((take, text));
    }

    /// Only time passes until the flow waits for none any more.
    pub(super) fn come_to_rest(&mut self) {
        let begin = self.now;
        while let Some(due) = self.flow.next_deadline() {
            self.now = self.now.max(due);
            self.step(Event::TimePassed);
            assert!(self.now - begin < Duration::from_secs(120), "no end in sight");
        }
        let phase = self.flow.phase();
        let waits = matches!(phase, Phase::Held | Phase::WaitingForAgent | Phase::Reviewing);
        assert!(phase == Phase::Idle || waits, "stuck in {phase:?}");
        assert_eq!(waits, self.flow.waiting_text().is_some());
        assert_eq!(self.listening, None, "the microphone is still open");
        assert_eq!(self.decoding, None, "a decode runs for nobody");
        assert_eq!(self.writing, None, "nobody waits for a text that is being written");
    }

    /// Whatever has happened, the next take works.
    pub(super) fn take_another(&mut self) {
        let next = self.new_id();
        self.step(Event::User(UserEvent::DictationToggled { next }));
        assert_eq!(self.listening, Some(next), "no other take begins");
    }

    /// The agent is gone: every take is over, and nothing happens any more.
    pub(super) fn end_session(&mut self) {
        self.step(Event::SessionEnded);
        assert!(self.records.values().all(|records| *records == 1), "a take never ended");
        assert_eq!(self.flow.phase(), Phase::Idle);
        assert_eq!(self.flow.next_deadline(), None);
        self.session_is_over = true;
    }
}
