//! Hold-to-talk: a dictation key that is held ends its take when it is released.
//!
//! The first press begins a take either way. A release soon after it makes it a toggle: the take
//! goes on until a pause or a second press. While the key stays down no pause ends the take, for
//! a speaker who holds it wants to go on. Only terminals that report releases allow this; without
//! them, or if a release is lost, the rules of the toggle and the longest take hold.

use std::time::Instant;

use super::{Flow, State, VoiceOrder};

impl Flow {
    /// Whether releases of the dictation key mean anything.
    pub fn wants_releases(&self) -> bool {
        !self.settings.hold_to_talk.is_zero()
    }

    /// Whether [`super::UserEvent::DictationReleased`] reports every release of the dictation key. A
    /// release that is reported counts in any case; but only then may a pause be waited out for it.
    pub fn set_releases_reported(&mut self, reported: bool) {
        self.releases_reported = reported;
    }

    /// The key that has just begun a take is down.
    pub(super) fn key_went_down(&mut self, now: Instant) {
        let wants_releases = self.wants_releases();
        if let State::Listening(take) = &mut self.state
            && wants_releases
        {
            take.capture.key_down(now);
        }
    }

    /// Whether a key that is held keeps pauses from ending the take that listens.
    pub(super) fn waits_for_release(&self) -> bool {
        self.releases_reported && self.listening().is_some_and(|take| take.capture.is_key_down())
    }

    pub(super) fn dictation_released(&mut self, now: Instant) {
        let Some(take) = self.listening_mut() else { return };
        let Some(held_for) = take.capture.key_up(now) else { return };
        if take.capture.is_stopping() {
            return;
        }
        let (id, in_pause) = (take.id(), take.decodes.are_in_pause());
        if held_for >= self.settings.hold_to_talk {
            self.request_stop(now);
        } else if in_pause {
            // From now on a pause ends the take, this one too.
            let tail = self.settings.silence_tail;
            self.effects.push(VoiceOrder::SetTail { take: id, tail }.into());
        }
    }
}
