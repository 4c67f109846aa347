//! One take, carried from state to state: its sound, its decodes, its words, its record.

use std::time::Instant;

use super::capture::Capture;
use super::decodes::Decodes;
use super::record::Record;
use super::{Effect, Flow, Phase, State, VoiceOrder};
use crate::decoded::Decoded;
use crate::live::{LiveStage, LiveText};
use crate::metrics::EndReason;
use crate::take_id::TakeId;

/// One dictation.
#[derive(Debug)]
pub(super) struct Take {
    id: TakeId,
    live: LiveText,
    pub(super) capture: Capture,
    pub(super) decodes: Decodes,
    pub(super) record: Record,
}

impl Take {
    pub(super) fn begin(id: TakeId, now: Instant) -> Self {
        Self {
            id,
            live: LiveText::begun(id),
            capture: Capture::ordered(now),
            decodes: Decodes::default(),
            record: Record::begun(id, now),
        }
    }

    pub(super) fn id(&self) -> TakeId {
        self.id
    }

    /// Its words as they stand.
    pub(super) fn live(&self) -> &LiveText {
        &self.live
    }

    /// The running decode was reported.
    pub(super) fn decode_reported(&mut self, now: Instant) {
        if let Some(ordered_at) = self.decodes.reported() {
            let listening_until = self.capture.ended_at().unwrap_or(now);
            self.record.add_overlap(listening_until.saturating_duration_since(ordered_at));
        }
    }

    /// Shows what is decoded so far.
    pub(super) fn show(&mut self, decoded: &Decoded, effects: &mut Vec<Effect>) {
        let (text, words) = self.decodes.text_with(decoded, None);
        let committed = self.decodes.committed().1.len();
        let changed = self.live.advance(LiveStage::Partial, text, words, committed);
        self.emit(changed, effects);
    }

    /// Shows what is committed, if that is more than before: all that was decoded so far.
    pub(super) fn show_committed(&mut self, effects: &mut Vec<Effect>) {
        let (text, words) = self.decodes.committed();
        if words.len() > self.live.committed {
            let (text, words) = (text.to_owned(), words.to_vec());
            let committed = words.len();
            let changed = self.live.advance(LiveStage::Partial, text, words, committed);
            self.emit(changed, effects);
        }
    }

    /// Its text is known: this decode behind what is committed. Yields the text; empty if nothing was
    /// said.
    pub(super) fn decide(&mut self, decoded: &Decoded, effects: &mut Vec<Effect>) -> String {
        self.record.decoded(decoded.ran_for);
        let heard = self.capture.speech().map(|speech| speech.heard);
        let (text, words) = self.decodes.text_with(decoded, heard);
        if !text.is_empty() {
            let count = words.len();
            let changed = self.live.advance(LiveStage::Final, text.clone(), words, count);
            self.emit(changed, effects);
        }
        text
    }

    fn emit(&self, changed: bool, effects: &mut Vec<Effect>) {
        effects.extend(changed.then(|| Effect::Words(self.live.clone())));
    }

    /// Gives up the running decode, if there is one.
    pub(super) fn drop_decode(&mut self, effects: &mut Vec<Effect>) {
        effects.extend(self.decodes.drop_running(self.id));
    }

    /// It is over without a text: its words go as they do by this stage.
    pub(super) fn end_words(&mut self, stage: LiveStage, effects: &mut Vec<Effect>) {
        let changed = self.live.end(stage);
        self.emit(changed, effects);
    }

    /// Goes on record, ended in `phase`.
    pub(super) fn finish(self, phase: Phase, effects: &mut Vec<Effect>) {
        effects.push(self.record.finish(phase, &self.capture));
    }
}

/// What a text came from.
#[derive(Debug)]
pub(super) struct Source {
    id: TakeId,
    /// The take it is the text of; none for a text that is inserted again.
    take: Option<Box<Take>>,
}

impl Source {
    /// The text of a take.
    pub(super) fn of(take: Take) -> Self {
        Self { id: take.id, take: Some(Box::new(take)) }
    }

    /// A text that is inserted again, by this name.
    pub(super) fn inserted(id: TakeId) -> Self {
        Self { id, take: None }
    }

    pub(super) fn id(&self) -> TakeId {
        self.id
    }

    pub(super) fn take(&self) -> Option<&Take> {
        self.take.as_deref()
    }

    pub(super) fn take_mut(&mut self) -> Option<&mut Take> {
        self.take.as_deref_mut()
    }

    pub(super) fn into_take(self) -> Option<Take> {
        self.take.map(|take| *take)
    }
}

impl Flow {
    /// The take that listens or waits for its text.
    pub(super) fn running(&self) -> Option<&Take> {
        match &self.state {
            State::Listening(take) | State::Finalizing { take, .. } => Some(take),
            State::Idle | State::Done(_) => None,
        }
    }

    pub(super) fn listening(&self) -> Option<&Take> {
        if let State::Listening(take) = &self.state { Some(take) } else { None }
    }

    pub(super) fn listening_mut(&mut self) -> Option<&mut Take> {
        if let State::Listening(take) = &mut self.state { Some(take) } else { None }
    }

    /// Ends the running take without its text.
    pub(super) fn abandon(&mut self, now: Instant, reason: EndReason, error: Option<String>) {
        let phase = self.phase();
        self.follow_up.cut();
        let mut take = match std::mem::replace(&mut self.state, State::Idle) {
            State::Listening(mut take) => {
                if !take.capture.is_reopening() {
                    self.effects.push(VoiceOrder::Drop { take: take.id }.into());
                    take.capture.end(now, None, false);
                }
                take
            }
            State::Finalizing { take, .. } => take,
            other @ (State::Idle | State::Done(_)) => {
                self.state = other;
                return;
            }
        };
        take.drop_decode(&mut self.effects);
        take.record.abandoned(reason, error);
        let cancelled = reason == EndReason::Cancel;
        let stage = if cancelled { LiveStage::Cancelled } else { LiveStage::Failed };
        take.end_words(stage, &mut self.effects);
        take.finish(phase, &mut self.effects);
    }
}
