//! Looks and samples by script; time is virtual.
#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

use super::*;

const FRAME: usize = 160;

/// Looks every 10 ms; yields what the looks reported other than fine, and after how many milliseconds.
fn looks(watch: &mut SignalWatch, start: Instant, arrived: &[usize]) -> Vec<(Arrival, u64)> {
    let ms = (0..).map(|n| n * 10);
    ms.zip(arrived)
        .map(|(ms, arrived)| (watch.looked(start + Duration::from_millis(ms), *arrived), ms))
        .filter(|(arrival, _)| *arrival != Arrival::Fine)
        .collect()
}

/// The first problem and after how many milliseconds of the frames it came.
fn first_problem(
    watch: &mut SignalWatch,
    samples: &[f32],
    invalid: bool,
) -> Option<(SignalProblem, usize)> {
    let mut frames = samples.chunks(FRAME).zip(1..);
    frames.find_map(|(frame, n)| Some((watch.heard(frame, invalid)?, n * 10)))
}

fn sound(milliseconds: usize) -> Vec<f32> {
    [0.0, 0.001].repeat(milliseconds * 8)
}

fn zeros(milliseconds: usize) -> Vec<f32> {
    vec![0.0; milliseconds * 16]
}

#[test]
fn nothing_is_suspect_after_a_second_and_lost_after_three() {
    let mut watch = SignalWatch::default();
    let reported = looks(&mut watch, Instant::now(), &[0; 500]);
    assert_eq!(reported, [(Arrival::Suspect, 1_000), (Arrival::Lost, 3_000)]);
}

#[test]
fn what_arrives_in_between_counts_from_there() {
    let mut watch = SignalWatch::default();
    let mut arrived = vec![0; 500];
    (arrived[0], arrived[90], arrived[250]) = (480, 480, 480);
    let reported = looks(&mut watch, Instant::now(), &arrived);
    assert_eq!(reported, [(Arrival::Suspect, 1_900), (Arrival::Suspect, 3_500)]);
}

#[test]
fn a_machine_that_slept_accuses_no_microphone() {
    let mut watch = SignalWatch::default();
    let start = Instant::now();
    assert_eq!(watch.looked(start, 480), Arrival::Fine);
    for hour in 1..=10 {
        assert_eq!(watch.looked(start + Duration::from_secs(hour * 3_600), 0), Arrival::Fine);
    }
    // What was counted before a device was closed does not count against it again.
    watch.opened();
    assert_eq!(looks(&mut watch, start, &[0; 90]), []);
}

#[test]
fn zeros_are_suspect_after_a_second_and_once_a_take() {
    let mut watch = SignalWatch::default();
    watch.begin_take();
    assert_eq!(
        first_problem(&mut watch, &zeros(5_000), false),
        Some((SignalProblem::OnlyZeros, 1_000))
    );
    assert_eq!(first_problem(&mut watch, &zeros(5_000), false), None);
    watch.begin_take();
    assert_eq!(
        first_problem(&mut watch, &zeros(5_000), true),
        Some((SignalProblem::OnlyInvalid, 1_000))
    );
}

#[test]
fn silence_that_is_not_digital_is_never_suspect() {
    let mut watch = SignalWatch::default();
    watch.begin_take();
    assert_eq!(first_problem(&mut watch, &sound(30_000), false), None);
    // A few zeros in a row are in every recording.
    assert_eq!(first_problem(&mut watch, &[zeros(900), sound(10)].concat().repeat(9), false), None);
}

#[test]
fn a_device_that_gates_to_zeros_is_given_more_time_after_the_first_hint() {
    let mut watch = SignalWatch::default();
    watch.begin_take();
    let gated = [zeros(1_500), sound(500)].concat();
    assert_eq!(first_problem(&mut watch, &gated, false), Some((SignalProblem::OnlyZeros, 1_000)));
    assert_eq!(first_problem(&mut watch, &gated, false), None);
    watch.begin_take();
    assert_eq!(first_problem(&mut watch, &gated.repeat(3), false), None);
    // Muted it is noticed all the same.
    assert_eq!(
        first_problem(&mut watch, &zeros(5_000), false),
        Some((SignalProblem::OnlyZeros, 4_000))
    );
}
