//! The moment after a take that a pause ended, in which the speaker may go on.
//!
//! Used by the pump while the microphone stays open without a take. It judges nothing but whether
//! speech begins again; the sound itself waits in the pre-roll for the take that will follow.

use std::time::{Duration, Instant};

use parlo_core::audio::samples_in;
use parlo_core::endpoint::{Boundary, Endpointer};
use parlo_core::settings::VoiceSettings;
use parlo_core::take_id::TakeId;

/// How long the sound of a speaker who went on waits for its take: the text before may still be on
/// its way into the agent.
const HANDOVER: Duration = Duration::from_millis(2_000);

/// What a frame showed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// Nothing yet.
    Waiting,
    /// The speaker went on after this take.
    Resumed(TakeId),
    /// Nobody went on, or nobody wanted to hear it.
    Over,
}

/// Waits for speech after a take.
pub(super) struct FollowUpWindow {
    after: TakeId,
    endpointer: Endpointer,
    has_resumed: bool,
    samples_left: u64,
    /// A device that delivers nothing does not keep the microphone open.
    give_up_at: Instant,
}

impl FollowUpWindow {
    /// Waits after this take for as long as the settings say; `None` if that is not at all.
    pub(super) fn after(now: Instant, take: TakeId, settings: &VoiceSettings) -> Option<Self> {
        let endpointer = Endpointer::new(settings);
        let samples_left = samples_in(settings.follow_up);
        (samples_left > 0).then_some(Self {
            after: take,
            endpointer,
            has_resumed: false,
            samples_left,
            give_up_at: now + settings.follow_up + HANDOVER,
        })
    }

    /// The most audio that a take which follows may need.
    pub(super) fn longest(settings: &VoiceSettings) -> u64 {
        samples_in(settings.follow_up + HANDOVER)
    }

    /// Whether it should have been over long ago.
    pub(super) fn is_stale(&self, now: Instant) -> bool {
        now >= self.give_up_at
    }

    /// Takes the next judged frame.
    pub(super) fn push(&mut self, voiced: bool, samples: u64) -> Sign {
        let boundary = self.endpointer.push(voiced, samples);
        if !self.has_resumed && matches!(boundary, Some(Boundary::Started(_))) {
            self.has_resumed = true;
            self.samples_left = samples_in(HANDOVER);
            return Sign::Resumed(self.after);
        }
        self.samples_left = self.samples_left.saturating_sub(samples);
        if self.samples_left == 0 { Sign::Over } else { Sign::Waiting }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TAKE: TakeId = TakeId(7);

    /// The first sign other than waiting, and after how many milliseconds it came.
    fn first_sign(follow_up: &mut FollowUpWindow, runs: &[(bool, u64)]) -> Option<(Sign, u64)> {
        let frames = runs.iter().flat_map(|(voiced, ms)| vec![*voiced; *ms as usize / 10]);
        let mut signs = frames.zip(1..).map(|(voiced, n)| (follow_up.push(voiced, 160), n * 10));
        signs.find(|(sign, _)| *sign != Sign::Waiting)
    }

    fn follow_up() -> FollowUpWindow {
        let settings =
            VoiceSettings { follow_up: Duration::from_millis(500), ..VoiceSettings::default() };
        FollowUpWindow::after(Instant::now(), TAKE, &settings).expect("it is to follow_up")
    }

    #[test]
    fn silence_is_waited_for_and_no_longer() {
        assert_eq!(first_sign(&mut follow_up(), &[(false, 1_000)]), Some((Sign::Over, 500)));
    }

    #[test]
    fn a_click_is_nobody_who_goes_on() {
        let click = [(false, 200), (true, 30), (false, 1_000)];
        assert_eq!(first_sign(&mut follow_up(), &click), Some((Sign::Over, 500)));
    }

    #[test]
    fn speech_is_reported_once_and_given_up_when_no_take_follows() {
        let mut follow_up = follow_up();
        let speech = [(false, 300), (true, 100)];
        assert_eq!(first_sign(&mut follow_up, &speech), Some((Sign::Resumed(TAKE), 360)));
        assert_eq!(first_sign(&mut follow_up, &[(true, 3_000)]), Some((Sign::Over, 2_000)));
    }

    #[test]
    fn a_follow_up_window_of_nothing_is_none() {
        let settings = VoiceSettings { follow_up: Duration::ZERO, ..VoiceSettings::default() };
        assert!(FollowUpWindow::after(Instant::now(), TAKE, &settings).is_none());
    }
}
