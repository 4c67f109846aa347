//! Events in random order: whatever comes when, nothing is typed into a dialog, nothing twice, and
//! every take ends once.

use super::*;
use crate::agent_state::{AgentState, BlockKind};
use crate::typing::{EraseUnit, TypingRules, WhileWorking};
use std::collections::HashMap;
use unicode_segmentation::UnicodeSegmentation;

/// Knuth's MMIX generator.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

/// The world around the flow: what it was told, what it ordered, and the agent's composer.
struct World {
    flow: Flow,
    chance: Chance,
    now: Instant,
    ids: u128,
    state: AgentState,
    obstruction: Option<Obstruction>,
    /// When a dialog was gone last.
    unblocked_at: Option<Instant>,
    is_blocked: bool,
    listening: Option<TakeId>,
    decodes: Vec<DecodeOrder>,
    writing: Option<(TakeId, String)>,
    /// The user has acted since it is on its way.
    user_acted: bool,
    /// What stands in the composer since the user's last act, text by text.
    composer: Vec<String>,
    opened: HashMap<TakeId, u32>,
    typed: String,
    trace: Vec<String>,
}

impl World {
    fn new(seed: u64) -> World {
        let mut chance = Chance(seed);
        let send = SendMode::ALL[chance.below(3) as usize];
        let settings = VoiceSettings { send, ..VoiceSettings::default() };
        let mut flow = Flow::new(settings, chance.below(4) > 0);
        let while_working =
            if chance.below(2) == 0 { WhileWorking::Type } else { WhileWorking::Hold };
        let erase_unit = EraseUnit::Grapheme;
        flow.set_typing_rules(TypingRules { while_working, erase_unit, placeholder: None });
        flow.set_releases_reported(chance.below(2) == 0);
        World {
            flow,
            chance,
            now: Instant::now(),
            ids: 0,
            state: AgentState::Unknown,
            obstruction: None,
            unblocked_at: None,
            is_blocked: false,
            listening: None,
            decodes: Vec::new(),
            writing: None,
            user_acted: false,
            composer: Vec::new(),
            opened: HashMap::new(),
            typed: String::new(),
            trace: Vec::new(),
        }
    }

    fn id(&mut self) -> TakeId {
        self.ids += 1;
        TakeId(self.ids)
    }

    /// Something that can happen now.
    fn event(&mut self) -> Option<Event> {
        let listening = self.listening;
        let (part, choice) = (heard(700, 900), self.chance.below(24));
        Some(match choice {
            0 | 1 => Event::DictationToggled { next: self.id() },
            2 => Event::DictationReleased,
            3 => Event::CancelPressed,
            4 => Event::UndoPressed,
            5 => Event::HandsFreeToggled,
            6 => Event::UserActed,
            7 => Event::AgentBecameReady,
            8 => Event::InsertRequested { take: self.id(), text: format!("again{}", self.ids) },
            9 => Event::ReviewAccepted { text: self.flow.waiting_text()?.to_owned() },
            10 | 11 => {
                self.state = [
                    AgentState::Idle,
                    AgentState::Working,
                    AgentState::Blocked(BlockKind::Permission),
                ][self.chance.below(3) as usize];
                Event::AgentStateChanged { state: self.state }
            }
            12 => {
                self.obstruction =
                    [None, Some(Obstruction::UserPaste), Some(Obstruction::Repainting)]
                        [self.chance.below(3) as usize];
                Event::WayChanged { obstruction: self.obstruction }
            }
            13 => Event::CaptureStarted { take: listening? },
            14 => Event::SpeechSufficed { take: listening?, heard: part },
            15 => Event::PauseHeard { take: listening?, heard: part },
            16 | 17 => {
                let take = self.listening.take()?;
                let silent = self.chance.below(4) == 0;
                let last_voiced_at = self.now;
                let speech = (!silent).then_some(Speech { heard: part, last_voiced_at });
                Event::CaptureEnded { take, cause: EndCause::Silence, speech, stats: stats() }
            }
            18 | 19 => {
                let order = self.decodes.pop()?;
                let text = format!("said{}", order.take.0);
                Event::DecodeFinished { take: order.take, job: order.job, decoded: decoded(&text) }
            }
            20 => {
                let (take, text) = self.writing.take()?;
                if !self.user_acted {
                    self.composer.push(text);
                }
                Event::TextWritten { take }
            }
            21 => Event::AgentWrote,
            22 => {
                self.now = self.flow.next_deadline()?.max(self.now);
                Event::TimePassed
            }
            _ => Event::SpeechFollowed { after: TakeId(self.ids), next: self.id() },
        })
    }

    fn step(&mut self, event: Event) {
        self.now += Duration::from_millis(self.chance.below(60));
        if event == Event::UserActed {
            self.composer.clear();
            self.user_acted = true;
        }
        let was_blocked = std::mem::take(&mut self.is_blocked);
        self.is_blocked = matches!(self.state, AgentState::Blocked(_));
        if was_blocked && !self.is_blocked {
            self.unblocked_at = Some(self.now);
        }
        self.trace.push(format!("{event:?}"));
        let effects = self.flow.step(self.now, event);
        for effect in effects {
            self.trace.push(format!("    {effect:?}"));
            self.perform(effect);
        }
    }

    fn perform(&mut self, effect: Effect) {
        let settles = self.unblocked_at.map(|at| at + Duration::from_millis(400));
        let in_the_way = settles.is_some_and(|at| self.now < at)
            || matches!(self.state, AgentState::Blocked(_))
            || self.obstruction.is_some();
        match effect {
            Effect::OpenMicrophone { take } => {
                *self.opened.entry(take).or_default() += 1;
                self.listening = Some(take);
            }
            Effect::DropCapture { .. } => self.listening = None,
            Effect::Decode(order) => self.decodes.push(order),
            Effect::Type { take, text } => {
                assert!(!in_the_way, "typed");
                assert_eq!(self.writing, None, "typed into another text");
                for word in text.split_whitespace() {
                    let word = format!("{word} ");
                    assert!(!self.typed.contains(&word), "typed twice: {word}");
                    self.typed += &word;
                }
                self.user_acted = false;
                self.writing = Some((take, text));
            }
            Effect::PressEnter => {
                assert!(!in_the_way, "Enter");
                assert!(!self.composer.is_empty(), "an Enter behind nothing, or the user's text");
                self.composer.clear();
            }
            Effect::Erase { backspaces } => {
                assert!(!in_the_way, "erased");
                let last = self.composer.pop().expect("something that was typed");
                assert_eq!(last.graphemes(true).count(), backspaces);
            }
            Effect::ListenAgain => {
                let next = self.id();
                self.step(Event::ListenAgain { next });
            }
            Effect::PassCancelKey => self.composer.clear(),
            Effect::Record(metrics) => {
                let open = self.opened.get_mut(&metrics.utterance_id).expect("a take that began");
                assert_eq!(*open, 1, "a take ended twice");
                *open = 0;
            }
            Effect::Tell(Notice::AgentDoesNotRead) => {
                self.writing = None;
                self.composer.clear();
            }
            _ => {}
        }
    }
}

#[test]
fn no_order_of_events_types_into_a_dialog_or_loses_or_doubles_a_take() {
    for seed in 0..3_000 {
        let mut world = World::new(seed);
        let run = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            for _ in 0..200 {
                if let Some(event) = world.event() {
                    world.step(event);
                }
            }
            world.step(Event::SessionEnded);
            assert!(world.opened.values().all(|open| *open == 0), "a take never ended");
        }));
        if run.is_err() {
            let last = world.trace.len().saturating_sub(40);
            panic!("seed {seed}:\n{}", world.trace[last..].join("\n"));
        }
    }
}
