//! Levels of known signals, and a gate that follows the room.

use super::*;

#[test]
fn levels_of_known_signals() {
    let square = [1.0, -1.0, 1.0, -1.0];
    assert!(rms_dbfs(&square).abs() < 0.01);
    let tenth = [0.1, -0.1];
    assert!((rms_dbfs(&tenth) + 20.0).abs() < 0.01);
    assert_eq!(rms_dbfs(&[0.0; 160]), FLOOR_DBFS);
    assert_eq!(rms_dbfs(&[]), FLOOR_DBFS);
    assert_eq!(rms_dbfs(&[f32::NAN, f32::INFINITY]), FLOOR_DBFS);
}

fn run(gate: &mut LevelGate, level_dbfs: f32, seconds: f32) -> usize {
    let frames = (seconds * 50.0) as usize;
    (0..frames).filter(|_| gate.passes(level_dbfs, 20.0)).count()
}

#[test]
fn a_fixed_gate_stays_where_it_was_put() {
    let mut gate = LevelGate::new(-40.0, false, MARGIN_DB);
    run(&mut gate, -70.0, 5.0);
    assert_eq!(gate.threshold_dbfs(), -40.0);
    assert!(gate.passes(-39.0, 20.0) && !gate.passes(-41.0, 20.0));
}

#[test]
fn a_quiet_room_lets_quiet_speech_through() {
    let mut gate = LevelGate::new(-40.0, true, MARGIN_DB);
    run(&mut gate, -75.0, 0.5);
    assert!(gate.passes(-50.0, 20.0), "threshold {}", gate.threshold_dbfs());
}

#[test]
fn a_fan_is_ambience_after_some_seconds() {
    let mut gate = LevelGate::new(-40.0, true, MARGIN_DB);
    run(&mut gate, -60.0, 1.0);
    run(&mut gate, -35.0, 10.0);
    assert!(!gate.passes(-34.0, 20.0), "threshold {}", gate.threshold_dbfs());
    assert!(gate.passes(-20.0, 20.0));
}

#[test]
fn a_sentence_does_not_become_ambience() {
    let mut gate = LevelGate::new(-40.0, true, MARGIN_DB);
    run(&mut gate, -65.0, 0.5);
    // Ten seconds of speech: 160 ms syllables at −22 dBFS, 40 ms gaps at −45.
    for _ in 0..50 {
        run(&mut gate, -22.0, 0.16);
        run(&mut gate, -45.0, 0.04);
    }
    assert!(gate.passes(-30.0, 20.0), "threshold {}", gate.threshold_dbfs());
}

#[test]
fn a_device_that_starts_with_zeros_does_not_open_the_gate() {
    let mut gate = LevelGate::new(-40.0, true, MARGIN_DB);
    run(&mut gate, FLOOR_DBFS, 2.0);
    assert_eq!(gate.threshold_dbfs(), -40.0);
}

#[test]
fn a_smaller_margin_lets_through_what_is_just_above_the_room() {
    for (margin_db, passes) in [(MARGIN_DB, false), (2.0, true)] {
        let mut gate = LevelGate::new(-40.0, true, margin_db);
        run(&mut gate, -50.0, 10.0);
        assert_eq!(gate.passes(-46.0, 20.0), passes, "{margin_db} dB");
        assert!(!gate.passes(-50.0, 20.0), "{margin_db} dB");
    }
}

/// What an [`Ending`] says of runs of 16 ms frames: (voiced, level, frames), one verdict a frame.
fn endings(runs: &[(bool, f32, usize)]) -> Vec<bool> {
    let mut ending = Ending::default();
    let frames = runs.iter().flat_map(|(voiced, level, count)| vec![(*voiced, *level); *count]);
    frames.map(|(voiced, level)| ending.sounds(voiced, level, 16.0)).collect()
}

/// The frames at the end that do not sound.
fn silent_at_the_end(runs: &[(bool, f32, usize)]) -> usize {
    endings(runs).iter().rev().take_while(|sounds| !**sounds).count()
}

#[test]
fn speech_ends_where_its_level_drops_although_the_detector_still_hears_it() {
    let quiet_room = [(false, -75.0, 60), (true, -20.0, 60), (true, -72.0, 5)];
    assert_eq!(silent_at_the_end(&quiet_room), 5);
    let digital_silence = [(true, -20.0, 60), (true, FLOOR_DBFS, 5)];
    assert_eq!(silent_at_the_end(&digital_silence), 5);
    // 32 dB below the speech and no louder than the room.
    let room_with_a_fan = [(false, -55.0, 60), (true, -20.0, 60), (true, -54.0, 5)];
    assert_eq!(silent_at_the_end(&room_with_a_fan), 5);
}

#[test]
fn a_soft_word_is_no_end() {
    let soft_word = [(false, -75.0, 60), (true, -20.0, 60), (true, -55.0, 20)];
    assert_eq!(silent_at_the_end(&soft_word), 0);
    // In noise the level says nothing.
    let noise = [(false, -32.0, 60), (true, -20.0, 60), (true, -32.0, 20)];
    assert_eq!(silent_at_the_end(&noise), 0);
    // A shout is forgotten.
    let shout = [(true, -5.0, 60), (false, -75.0, 125), (true, -40.0, 30)];
    assert_eq!(silent_at_the_end(&shout), 0);
}

#[test]
fn a_short_word_is_left_whole_and_nothing_sounds_without_the_detector() {
    let two_words = [
        (true, -30.0, 6),
        (true, -90.0, 6),
        (false, -90.0, 40),
        (true, -40.0, 6),
        (true, -90.0, 6),
    ];
    let expected = [vec![true; 12], vec![false; 40], vec![true; 12]].concat();
    assert_eq!(endings(&two_words), expected);
    // The second half of a longer word is compared with the first.
    let one_word = [(true, -30.0, 20), (false, -90.0, 4), (true, -30.0, 3), (true, -90.0, 5)];
    assert_eq!(silent_at_the_end(&one_word), 5);
    assert_eq!(endings(&[(false, -10.0, 30)]), [false; 30]);
}

#[test]
fn after_ten_hours_of_a_quiet_room_a_voice_and_its_end_are_heard_as_at_first() {
    let (mut gate, mut ending) = (LevelGate::new(-40.0, true, MARGIN_DB), Ending::default());
    let voice = |gate: &mut LevelGate, ending: &mut Ending| -> Vec<bool> {
        let levels = [-25.0; 40].into_iter().chain([-66.0; 40]);
        let passes = levels.map(|level| {
            let voiced = gate.passes(level, 20.0);
            ending.sounds(voiced, level, 20.0)
        });
        passes.collect()
    };
    let quiet = |gate: &mut LevelGate, ending: &mut Ending, seconds: u32| {
        for frame in 0..seconds * 50 {
            let level = -65.0 + (frame % 3) as f32;
            assert!(!ending.sounds(gate.passes(level, 20.0), level, 20.0) || seconds < 60);
        }
    };
    quiet(&mut gate, &mut ending, 20);
    let at_first = voice(&mut gate, &mut ending);
    assert!(at_first[..40].iter().all(|it| *it) && !at_first[79]);
    quiet(&mut gate, &mut ending, 36_000);
    assert_eq!(voice(&mut gate, &mut ending), at_first);
}
