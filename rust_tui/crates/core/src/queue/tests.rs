//! The pressure policy against a scripted clock.

use super::*;

fn judge(script: &[(u64, usize)]) -> Vec<Pressure> {
    let start = Instant::now();
    let mut gauge = PressureGauge::new(100);
    script
        .iter()
        .map(|&(at_ms, waiting)| gauge.observe(start + Duration::from_millis(at_ms), waiting))
        .collect()
}

#[test]
fn it_warns_above_eighty_percent_only() {
    use Pressure::{High, Normal};
    assert_eq!(judge(&[(0, 0), (100, 80), (200, 81), (300, 50)]), [Normal, Normal, High, Normal]);
}

#[test]
fn it_aborts_after_a_second_above_ninety_percent() {
    use Pressure::{Abort, High};
    assert_eq!(judge(&[(0, 91), (500, 95), (1_000, 100), (1_001, 100)]), [High, High, High, Abort]);
}

#[test]
fn relief_in_between_restarts_the_second() {
    use Pressure::{High, Normal};
    assert_eq!(judge(&[(0, 95), (900, 60), (1_100, 95), (2_000, 95)]), [High, Normal, High, High]);
}

#[test]
fn the_peak_is_remembered() {
    let mut gauge = PressureGauge::new(10);
    let now = Instant::now();
    gauge.observe(now, 7);
    gauge.observe(now, 2);
    assert_eq!(gauge.peak_share(), 0.7);
}
