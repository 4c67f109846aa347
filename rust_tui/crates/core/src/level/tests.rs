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
    let mut gate = LevelGate::new(-40.0, false);
    run(&mut gate, -70.0, 5.0);
    assert_eq!(gate.threshold_dbfs(), -40.0);
    assert!(gate.passes(-39.0, 20.0) && !gate.passes(-41.0, 20.0));
}

#[test]
fn a_quiet_room_lets_quiet_speech_through() {
    let mut gate = LevelGate::new(-40.0, true);
    run(&mut gate, -75.0, 0.5);
    assert!(gate.passes(-50.0, 20.0), "threshold {}", gate.threshold_dbfs());
}

#[test]
fn a_fan_is_ambience_after_some_seconds() {
    let mut gate = LevelGate::new(-40.0, true);
    run(&mut gate, -60.0, 1.0);
    run(&mut gate, -35.0, 10.0);
    assert!(!gate.passes(-34.0, 20.0), "threshold {}", gate.threshold_dbfs());
    assert!(gate.passes(-20.0, 20.0));
}

#[test]
fn a_sentence_does_not_become_ambience() {
    let mut gate = LevelGate::new(-40.0, true);
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
    let mut gate = LevelGate::new(-40.0, true);
    run(&mut gate, FLOOR_DBFS, 2.0);
    assert_eq!(gate.threshold_dbfs(), -40.0);
}

#[test]
fn a_smaller_margin_lets_through_what_is_just_above_the_room() {
    for (margin_db, passes) in [(MARGIN_DB, false), (2.0, true)] {
        let mut gate = LevelGate::with_margin(-40.0, true, margin_db);
        run(&mut gate, -50.0, 10.0);
        assert_eq!(gate.passes(-46.0, 20.0), passes, "{margin_db} dB");
        assert!(!gate.passes(-50.0, 20.0), "{margin_db} dB");
    }
}
