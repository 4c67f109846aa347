//! Hold-to-talk: a dictation key that is held ends its take when it is released.
//!
//! The first press begins a take either way. A release soon after it makes it a toggle: the take
//! goes on until a pause or a second press. While the key stays down no pause ends the take, for
//! whoever holds it wants to go on. Only terminals that report releases can tell; without them, or
//! if a release is lost, the rules of the toggle and the longest take hold.

use super::effect::Effect;
use super::take::Take;
use super::{Flow, State};
use crate::settings::VoiceSettings;
use std::time::Instant;

/// The order that keeps a pause from ending a take whose key is held.
pub(super) fn patience(
    take: &Take,
    settings: &VoiceSettings,
    releases_reported: bool,
) -> Option<Effect> {
    let is_held = releases_reported && take.key_down_since.is_some();
    is_held.then_some(Effect::SetTail { take: take.id, tail: settings.max_capture })
}

impl Flow {
    /// Whether releases of the dictation key mean anything.
    pub fn wants_releases(&self) -> bool {
        !self.settings.hold_to_talk.is_zero()
    }

    /// Whether [`super::Event::DictationReleased`] will tell every release of the dictation key. A
    /// release that is told counts in any case; but only then may a pause be waited out for it.
    pub fn set_releases_reported(&mut self, reported: bool) {
        self.releases_reported = reported;
    }

    /// The key that has just begun a take is down.
    pub(super) fn key_went_down(&mut self, now: Instant) {
        let wants_releases = self.wants_releases();
        if let State::Capturing { take } = &mut self.state {
            take.key_down_since = wants_releases.then_some(now);
        }
    }

    pub(super) fn dictation_released(&mut self, now: Instant, effects: &mut Vec<Effect>) {
        let in_pause = matches!(
            &self.state,
            State::Transcribing { speculation: Some(speculation), .. } if speculation.resumed_at.is_none()
        );
        let (State::Capturing { take } | State::Transcribing { take, .. }) = &mut self.state else {
            return;
        };
        let Some(since) = take.key_down_since.take() else { return };
        if take.stop_requested_at.is_some() {
            return;
        }
        if now.saturating_duration_since(since) >= self.settings.hold_to_talk {
            self.ask_to_stop(now, effects);
        } else if in_pause {
            // From now on a pause ends the take, this one too.
            let tail = self.settings.silence_tail;
            effects.push(Effect::SetTail { take: take.id, tail });
        }
    }
}
