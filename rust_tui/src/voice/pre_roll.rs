//! What an open microphone heard just before a take, so that a word begun before the key is whole.
//!
//! Used by the pump alone, while no take is listened to.

use std::collections::VecDeque;

/// Frames with the detector's judgement, oldest first.
#[derive(Debug, Default)]
pub(super) struct PreRoll {
    frames: VecDeque<(Vec<f32>, bool)>,
}

impl PreRoll {
    /// Adds a frame and forgets those more than `keep` samples old.
    pub(super) fn push(&mut self, frame: &[f32], voiced: bool, keep: u64) {
        self.frames.push_back((frame.to_vec(), voiced));
        let excess = self.frames.len().saturating_sub(keep as usize / frame.len().max(1));
        self.frames.drain(..excess);
    }

    /// Empties it into a take. What lies before a silence of `pause` samples was said before the
    /// key was pressed, perhaps to somebody else: it must neither be typed nor end the take.
    pub(super) fn take(&mut self, pause: u64) -> Vec<(Vec<f32>, bool)> {
        let mut quiet = 0;
        let last_pause = self.frames.iter().rposition(|(frame, voiced)| {
            quiet = if *voiced { 0 } else { quiet + frame.len() as u64 };
            quiet >= pause
        });
        self.frames.drain(..last_pause.unwrap_or(0));
        self.frames.drain(..).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lengths, in frames, of voiced (positive) and unvoiced (negative) runs that are taken.
    fn taken(runs: &[i32], keep: u64) -> Vec<i32> {
        let mut pre_roll = PreRoll::default();
        for run in runs {
            for _ in 0..run.abs() {
                pre_roll.push(&[0.0; 160], *run > 0, keep);
            }
        }
        let mut out: Vec<i32> = Vec::new();
        for (_, voiced) in pre_roll.take(4_000) {
            let step = if voiced { 1 } else { -1 };
            match out.last_mut() {
                Some(run) if run.signum() == step => *run += step,
                _ => out.push(step),
            }
        }
        assert!(pre_roll.take(4_000).is_empty(), "it was to be emptied");
        out
    }

    #[test]
    fn it_keeps_so_much_and_no_more() {
        assert_eq!(taken(&[-70, 30], 8_000), [-20, 30]);
        assert!(taken(&[30], 0).is_empty());
    }

    #[test]
    fn a_word_that_is_going_on_or_has_just_ended_is_taken() {
        assert_eq!(taken(&[10, -24, 10], 8_000), [10, -24, 10]);
        assert_eq!(taken(&[10, -24], 8_000), [10, -24]);
    }

    #[test]
    fn what_lies_before_a_pause_is_not_taken() {
        assert_eq!(taken(&[20, -25], 8_000), [-25]);
        assert_eq!(taken(&[20, -30, 10], 32_000), [-25, 10]);
        assert_eq!(taken(&[20, -30, 10, -26, 5], 32_000), [-25, 5]);
    }
}
