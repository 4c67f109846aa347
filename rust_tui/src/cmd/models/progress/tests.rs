//! The plain lines.

use super::{ProgressReport, Unit};
use crate::stt::model::Progress;

#[test]
fn one_line_per_tenth_and_none_without_a_total() {
    let mut report = ProgressReport {
        message: "tiny.en".to_owned(),
        bar: None,
        unit: Unit::Bytes,
        announced_tenths: None,
    };
    let total = Some(75 << 20);
    let mut lines = Vec::new();
    lines.extend(report.plain_line(Progress { done: 5, total: None }));
    for done in (0..=75_u64 << 20).step_by(1 << 18) {
        lines.extend(report.plain_line(Progress { done, total }));
    }
    assert_eq!(lines.len(), 11);
    assert_eq!(lines.first().map(String::as_str), Some("tiny.en: 0 % of 75 MiB"));
    assert_eq!(lines.last().map(String::as_str), Some("tiny.en: 100 % of 75 MiB"));
}
