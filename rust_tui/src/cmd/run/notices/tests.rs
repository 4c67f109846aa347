//! Which notices are kept, and in what order.

use super::*;

#[test]
fn the_newest_come_first_and_the_oldest_are_forgotten() {
    let mut notices = Notices::default();
    let at = Zoned::default();
    for number in 0..60 {
        notices.keep_failure(&at, &number.to_string());
    }
    notices.keep(&at, &Notice::QueueFull);
    let rows = notices.rows();
    assert_eq!(rows.len(), KEPT);
    assert_eq!((rows[0].severity, rows[0].at.as_str()), (Severity::Error, "00:00:00"));
    assert_eq!(rows[0].remedy, "choose a smaller model");
    assert_eq!((rows[1].text.as_str(), rows[KEPT - 1].text.as_str()), ("59", "11"));
}

#[test]
fn updates_are_no_errors() {
    let mut notices = Notices::default();
    notices.keep(&Zoned::default(), &Notice::Cancelled);
    assert_eq!(notices.rows()[0].severity, Severity::Info);
}
