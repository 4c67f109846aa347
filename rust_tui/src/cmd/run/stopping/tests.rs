//! The suspend_detector of the main loop against a virtual clock.

use super::*;

#[test]
fn only_a_loop_that_wakes_up_far_too_late_was_away() {
    let start = Instant::now();
    let at = |ms| start + Duration::from_millis(ms);
    let mut suspend_detector = SuspendDetector::default();
    assert_eq!(suspend_detector.beat(at(0)), None);
    assert_eq!(suspend_detector.rest(at(0), Some(at(100))), Some(at(100)));
    assert_eq!(suspend_detector.beat(at(1_100)), None);
    suspend_detector.rest(at(1_100), Some(at(1_200)));
    assert_eq!(suspend_detector.beat(at(30_000_000)), Some(Duration::from_millis(29_998_900)));
    // It is reported once.
    assert_eq!(suspend_detector.beat(at(30_000_001)), None);
    // Whoever waits for nothing is never late, and a deadline long past is none to be late for.
    // It looks around now and then while it waits for anything, so that little is missed.
    assert_eq!(suspend_detector.rest(at(30_000_001), Some(at(30_010_000))), Some(at(30_001_001)));
    assert_eq!(suspend_detector.beat(at(30_001_002)), None);
    assert_eq!(suspend_detector.rest(at(30_001_002), None), None);
    assert_eq!(suspend_detector.beat(at(90_000_000)), None);
    suspend_detector.rest(at(90_000_000), Some(at(5)));
    assert_eq!(suspend_detector.beat(at(90_000_100)), None);
}
