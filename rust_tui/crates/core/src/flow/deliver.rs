//! The last step of a take: the text on its way into the agent, and the Enter behind it.

use std::time::{Duration, Instant};

use super::take::{Source, Take};
use super::{Flow, Hold, HostOrder, Notice, Phase, State};
use crate::decoded::Decoded;
use crate::live::LiveStage;
use crate::metrics::{EndReason, TranscriptionStrategy};
use crate::settings::SendMode;
use crate::take_id::TakeId;

/// How long the agent's answer to the typed text is waited for, to measure it.
const AGENT_ROUND_TIMEOUT: Duration = Duration::from_millis(250);
/// A pty that does not take the text for this long is reported.
const WRITE_TIMEOUT: Duration = Duration::from_secs(10);
/// An Enter that could not be pressed for this long is left to the user, who no longer expects it.
const ENTER_TIMEOUT: Duration = Duration::from_secs(10);

/// Where the text is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Delivery {
    Writing {
        give_up_at: Instant,
    },
    /// Typed; the agent's echo is waited for, to measure it.
    Echoing {
        since: Instant,
    },
    /// Typed; Enter follows.
    Sending {
        since: Instant,
        at: Instant,
    },
    /// Typed; Enter is due and waits until nothing is in the way for a moment.
    EnterDue {
        give_up_at: Instant,
    },
}

/// What follows a text once it is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum AfterText {
    /// What the settings say.
    #[default]
    AsSet,
    /// Enter, as the user asked for with this text.
    Enter,
}

/// The text is on its way, or there.
#[derive(Debug)]
pub(super) struct Done {
    /// What it came from.
    sources: Vec<Source>,
    /// The last of them, by whose name it is typed.
    id: TakeId,
    /// As it is typed.
    text: String,
    delivery: Delivery,
    /// The user did something in the agent since the text was on its way: it is not the last thing
    /// in the composer, and its Enter is the user's.
    user_acted: bool,
    /// What came between the text and its Enter while the text was still being written.
    came_between: Option<Hold>,
    after: AfterText,
}

impl Done {
    pub(super) fn writing(now: Instant, sources: Vec<Source>, id: TakeId, text: String) -> Self {
        let delivery = Delivery::Writing { give_up_at: now + WRITE_TIMEOUT };
        let (user_acted, came_between, after) = (false, None, AfterText::AsSet);
        Self { sources, id, text, delivery, user_acted, came_between, after }
    }

    pub(super) fn followed_by(self, after: AfterText) -> Self {
        Self { after, ..self }
    }

    /// Whether this is the text that is being written.
    pub(super) fn is_writing(&self, id: TakeId) -> bool {
        self.id == id && self.is_being_written()
    }

    /// Whether the text has been typed, so that another may follow.
    pub(super) fn is_typed(&self) -> bool {
        !self.is_underway() || self.is_waiting_to_send()
    }

    pub(super) fn is_being_written(&self) -> bool {
        matches!(self.delivery, Delivery::Writing { .. })
    }

    pub(super) fn note_user_acted(&mut self) {
        self.user_acted = true;
    }

    /// The Enter behind the text, if one is to follow, is not pressed any more, because of this.
    pub(super) fn note_came_between(&mut self, hold: Hold) {
        self.came_between = Some(hold);
    }

    pub(super) fn is_waiting_to_send(&self) -> bool {
        matches!(self.delivery, Delivery::Sending { .. } | Delivery::EnterDue { .. })
    }

    /// Whether something is still to be done in the agent.
    pub(super) fn is_underway(&self) -> bool {
        !matches!(self.delivery, Delivery::Echoing { .. })
    }

    pub(super) fn deadline(&self) -> Option<Instant> {
        match self.delivery {
            Delivery::Writing { give_up_at } | Delivery::EnterDue { give_up_at } => {
                Some(give_up_at)
            }
            Delivery::Echoing { since } => Some(since + AGENT_ROUND_TIMEOUT),
            Delivery::Sending { at, .. } => Some(at),
        }
    }

    fn takes(&mut self) -> impl Iterator<Item = &mut Take> {
        self.sources.iter_mut().filter_map(Source::take_mut)
    }
}

impl Flow {
    pub(super) fn deliver(&mut self, now: Instant, mut take: Take, decoded: &Decoded) {
        // The text is decided; what still runs would only be in the way of the next take's.
        take.drop_decode(&mut self.effects);
        let text = take.decide(decoded, &mut self.effects);
        self.state = State::Idle;
        if text.is_empty() {
            if !self.hands_free_heard_nothing(now) {
                self.effects.push(Notice::NoWords.into());
            }
            take.end_words(LiveStage::Failed, &mut self.effects);
            take.finish(Phase::Finalizing, &mut self.effects);
            self.follow_up.cut();
            return;
        }
        if take.record.strategy() != TranscriptionStrategy::StreamingWhisper {
            self.effects.push(Notice::FellBack(take.record.strategy()).into());
        }
        self.hands_free_heard(now);
        self.enqueue(now, take, text);
    }

    pub(super) fn text_written(&mut self, now: Instant) {
        let State::Done(done) = &mut self.state else {
            return;
        };
        if !done.user_acted {
            self.follow_up.set_text_before(true);
            self.typed.push(std::mem::take(&mut done.text));
        }
        done.takes().for_each(|take| take.record.written(take.capture.since_last_voice(now)));
        // Half a sentence is the user's to send.
        let by_itself =
            self.settings.send == SendMode::Auto && done.takes().all(|it| !it.capture.broke_off());
        let sends = by_itself || done.after == AfterText::Enter;
        done.delivery = match done.came_between {
            None if sends && !done.user_acted => {
                Delivery::Sending { since: now, at: now + self.settings.send_delay }
            }
            between => {
                let between = between.filter(|_| sends && !done.user_acted);
                self.effects.extend(between.map(|hold| Notice::EnterNotPressed(hold).into()));
                Delivery::Echoing { since: now }
            }
        };
    }

    pub(super) fn agent_wrote(&mut self, now: Instant) {
        let State::Done(done) = &mut self.state else {
            return;
        };
        if let Delivery::Echoing { since } | Delivery::Sending { since, .. } = done.delivery {
            let round = now.saturating_duration_since(since);
            done.takes().for_each(|take| take.record.answered(round));
            if !done.is_underway() {
                self.close_done();
            }
        }
    }

    pub(super) fn done_deadline_passed(&mut self, now: Instant) {
        let hold = self.agent.hold();
        if let State::Done(done) = &mut self.state {
            match done.delivery {
                Delivery::Sending { .. } => {
                    done.delivery = Delivery::EnterDue { give_up_at: now + ENTER_TIMEOUT };
                    self.press_enter_if_due();
                    return;
                }
                Delivery::EnterDue { .. } => {
                    self.effects.extend(hold.map(|hold| Notice::EnterNotPressed(hold).into()));
                }
                Delivery::Writing { .. } => {
                    let error = Notice::AgentDoesNotRead.to_string();
                    done.takes().for_each(|take| {
                        take.record.abandoned(EndReason::Error, Some(error.clone()));
                    });
                    // It may still arrive, behind what could have been undone.
                    self.typed.forget();
                    self.effects.push(Notice::AgentDoesNotRead.into());
                }
                Delivery::Echoing { .. } => {}
            }
            self.close_done();
        }
    }

    /// Presses the Enter that is due, or leaves it until the way is free. A dialog or a busy agent
    /// has cancelled it before it could become due.
    pub(super) fn press_enter_if_due(&mut self) {
        if let State::Done(done) = &self.state
            && matches!(done.delivery, Delivery::EnterDue { .. })
            && self.agent.hold().is_none()
        {
            self.follow_up.set_text_before(false);
            self.typed.forget();
            self.effects.push(HostOrder::PressEnter.into());
            self.close_done();
        }
    }

    /// Leaves `Done`: its takes are over and go on record.
    pub(super) fn close_done(&mut self) {
        self.end_done(None);
    }

    /// The same for a session that ends before the text was there.
    pub(super) fn end_done(&mut self, error: Option<&str>) {
        match std::mem::replace(&mut self.state, State::Idle) {
            State::Done(done) => {
                for mut take in done.sources.into_iter().filter_map(Source::into_take) {
                    if let Some(error) = error {
                        take.record.abandoned(EndReason::Cancel, Some(error.to_owned()));
                    }
                    take.finish(Phase::Done, &mut self.effects);
                }
            }
            other => self.state = other,
        }
    }
}
