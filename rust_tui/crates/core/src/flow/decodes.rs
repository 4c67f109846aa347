//! The decodes of a take: what is ordered, what runs, what was speculated, and what is committed.

use std::time::Instant;

use super::committed::Committed;
use super::effect::{DecodeKind, DecodeOrder, Effect, SttOrder};
use crate::decoded::{Decoded, Word};
use crate::endpoint::Heard;
use crate::settings::VoiceSettings;
use crate::take_id::{JobId, TakeId};

/// A decode that has been ordered and not reported yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Running {
    job: JobId,
    ordered_at: Instant,
}

/// A decode begun in a pause.
#[derive(Debug)]
struct Speculation {
    job: JobId,
    /// The speech it covers: it stands for the utterance if no voiced sample follows.
    heard: Heard,
    result: Option<Decoded>,
    /// Where speech went on, if it did: the words still stand for what was said before.
    resumed_at: Option<u64>,
}

/// What a speculation is worth once the take is over.
pub(super) enum Speculated {
    /// It is the text of the take.
    Hit(Decoded),
    /// It is about to be.
    Running,
    /// Something was heard after it, which had not been reported.
    Missed,
    /// There is none, or speech went on after it.
    Nothing,
}

/// The decodes of one take.
#[derive(Debug, Default)]
pub(super) struct Decodes {
    ordered: JobId,
    running: Option<Running>,
    speculation: Option<Speculation>,
    committed: Committed,
    /// The decoder was far behind, and the user knows.
    lags: bool,
    /// The text is slow to come, and the user knows.
    slow: bool,
}

impl Decodes {
    /// Whether any was ordered.
    pub(super) fn have_begun(&self) -> bool {
        self.ordered > 0
    }

    pub(super) fn are_running(&self) -> bool {
        self.running.is_some()
    }

    /// Whether this is the one that runs.
    pub(super) fn is_running(&self, job: JobId) -> bool {
        self.running.is_some_and(|running| running.job == job)
    }

    /// Orders a decode of what was heard; it becomes the running one.
    pub(super) fn order(
        &mut self,
        now: Instant,
        take: TakeId,
        kind: DecodeKind,
        heard: Heard,
        settings: &VoiceSettings,
    ) -> Effect {
        self.ordered += 1;
        let job = self.ordered;
        self.running = Some(Running { job, ordered_at: now });
        if kind == DecodeKind::Speculative {
            self.speculation = Some(Speculation { job, heard, result: None, resumed_at: None });
        }
        let span = self.committed.rest_of(heard.span(settings.pre_roll, settings.trailing));
        let context = self.committed.text().to_owned();
        SttOrder::Decode(DecodeOrder { take, job, kind, span, context }).into()
    }

    /// The running decode was reported; yields when it had been ordered.
    pub(super) fn reported(&mut self) -> Option<Instant> {
        self.running.take().map(|running| running.ordered_at)
    }

    /// Nobody waits for the running decode any more: the order to give it up, if there is one.
    pub(super) fn drop_running(&mut self, take: TakeId) -> Option<Effect> {
        self.running.take().map(|_| SttOrder::Drop { take }.into())
    }

    /// Whether a speculation stands and speech has not gone on after it.
    pub(super) fn are_in_pause(&self) -> bool {
        self.speculation.as_ref().is_some_and(|speculation| speculation.resumed_at.is_none())
    }

    /// Whether the job is a speculation after which speech has not gone on.
    pub(super) fn is_open_speculation(&self, job: JobId) -> bool {
        self.are_in_pause() && self.speculation.as_ref().is_some_and(|it| it.job == job)
    }

    /// Keeps the result of the job, if it is the speculation.
    pub(super) fn keep(&mut self, job: JobId, decoded: Decoded) {
        if let Some(speculation) = self.speculation.as_mut().filter(|it| it.job == job) {
            speculation.result = Some(decoded);
            self.commit_speculation();
        }
    }

    /// Speech went on after a pause; whether that makes a speculation wrong.
    pub(super) fn speech_resumed(&mut self, at: u64) -> bool {
        let Some(speculation) = &mut self.speculation else { return false };
        speculation.resumed_at = Some(at);
        self.commit_speculation();
        true
    }

    fn commit_speculation(&mut self) {
        if let Some(Speculation { heard, result: Some(decoded), resumed_at: Some(at), .. }) =
            &self.speculation
        {
            self.committed.commit(decoded, *heard, *at);
        }
    }

    pub(super) fn forget_speculation(&mut self) {
        self.speculation = None;
    }

    /// What the speculation is worth for what was heard in the whole take. Once speech went on its
    /// words may be committed, and would be typed twice.
    pub(super) fn speculated(&mut self, heard: Heard) -> Speculated {
        match self.speculation.take().filter(|it| it.resumed_at.is_none()) {
            None => Speculated::Nothing,
            Some(it) if it.heard.voiced_end != heard.voiced_end => Speculated::Missed,
            Some(it) => it.result.map_or(Speculated::Running, Speculated::Hit),
        }
    }

    /// The text and the words of the take with these behind what is committed.
    pub(super) fn text_with(&self, decoded: &Decoded, heard: Option<Heard>) -> (String, Vec<Word>) {
        self.committed.followed_by(decoded, heard)
    }

    /// The text and the words that are committed.
    pub(super) fn committed(&self) -> (&str, &[Word]) {
        (self.committed.text(), self.committed.words())
    }

    /// The decoder lags far behind.
    pub(super) fn note_lag(&mut self) {
        self.lags = true;
    }

    /// The text is slow to come.
    pub(super) fn note_slow(&mut self) {
        self.slow = true;
    }

    pub(super) fn is_slow(&self) -> bool {
        self.slow
    }

    /// Whether the user waits, or will.
    pub(super) fn are_behind(&self) -> bool {
        self.lags || self.slow
    }
}
