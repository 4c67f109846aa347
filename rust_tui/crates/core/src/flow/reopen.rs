//! A microphone that fails before anything was said: it is opened again, a few times.
//!
//! Once something was said a take is not pieced together over a gap, since nobody would see what is
//! missing in the middle of a sentence: it ends, and what was said before is typed.

use super::effect::Effect;
use super::hands_free::HandsFreeEnd;
use super::notice::Notice;
use super::{Flow, State};
use crate::device::DeviceFailure;
use crate::metrics::EndReason;
use std::time::{Duration, Instant};

/// The waits before a microphone is opened again. Together they cover a sound server that is started
/// again; more of them would keep a user waiting for a message that helps.
const WAITS: [Duration; 3] =
    [Duration::from_millis(200), Duration::from_millis(500), Duration::from_millis(1_200)];
/// Each wait is shorter or longer by up to this share (in 1/65,536), so that programs which lost the
/// same device do not return to it together.
const JITTER: u32 = 16_384;

/// How often a take has had its microphone opened again.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Retries(usize);

impl Retries {
    /// How long to wait before the next try; `None` if there have been enough. The jitter is taken
    /// from `seed`, of which the low 48 bits are to be random, as those of a take's id are.
    fn next(&mut self, seed: u128) -> Option<Duration> {
        let wait = *WAITS.get(self.0)?;
        let chance = (seed >> (16 * self.0)) as u32 & 0xffff;
        self.0 += 1;
        // From 1 − 1/4 to 1 + 1/4.
        let share = 65_536 - JITTER + chance / 2;
        Some(wait * share / 65_536)
    }
}

impl Flow {
    /// The microphone failed before anything was said: whether it is opened again.
    pub(super) fn reopens(
        &mut self,
        now: Instant,
        failure: &DeviceFailure,
        effects: &mut Vec<Effect>,
    ) -> bool {
        let State::Capturing { take } = &mut self.state else { return false };
        if take.stop_requested_at.is_some() || !failure.may_pass() {
            return false;
        }
        let Some(wait) = take.retries.next(take.id.0) else { return false };
        take.first_sample_at = None;
        take.reopen_at = Some(now + wait);
        if take.failure.as_ref() != Some(failure) {
            effects.push(Effect::Notify(Notice::MicrophoneRetried(failure.clone())));
        }
        take.failure = Some(failure.clone());
        true
    }

    /// Opens the microphone again if it is time for it.
    pub(super) fn open_if_due(&mut self, now: Instant, effects: &mut Vec<Effect>) -> bool {
        let State::Capturing { take } = &mut self.state else { return false };
        if take.reopen_at.take_if(|at| *at <= now).is_none() {
            return false;
        }
        take.opened_at = now;
        take.is_suspect = false;
        effects.push(Effect::OpenMicrophone { take: take.id });
        true
    }

    /// The user wants the take to end: soon, or at once if its microphone is not even open.
    pub(super) fn ask_to_stop(&mut self, now: Instant, effects: &mut Vec<Effect>) {
        let (State::Capturing { take } | State::Transcribing { take, .. }) = &mut self.state else {
            return;
        };
        match take.failure.take_if(|_| take.reopen_at.is_some()) {
            None => {
                take.stop_requested_at = Some(now);
                effects.push(Effect::StopCapture { take: take.id });
            }
            Some(failure) => {
                let notice = Notice::MicrophoneFailed(failure);
                self.abandon(now, EndReason::Error, Some(notice.to_string()), effects);
                effects.push(Effect::Notify(notice));
                self.end_hands_free(HandsFreeEnd::Failure, effects);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waits(seed: u128) -> Vec<u128> {
        let mut retries = Retries::default();
        std::iter::from_fn(|| retries.next(seed)).map(|wait| wait.as_millis()).collect()
    }

    #[test]
    fn three_waits_grow_and_differ_by_a_quarter_at_most() {
        assert_eq!(waits(0), [150, 375, 900]);
        assert_eq!(waits(u128::MAX), [249, 624, 1_499]);
        assert_eq!(waits(0x0000_ffff_0000), [150, 624, 900]);
    }
}
