//! `scripts/check-latency`: what it lets pass and what it does not.

use crate::support::{machine, repository};
use std::path::Path;
use std::process::{Command, Output};

/// Has the script judge a file of metrics.
pub fn judge(metrics: &Path, budget_ms: u32) -> Output {
    let mut script = Command::new(repository().join("scripts/check-latency"));
    script.arg("--budget-ms").arg(budget_ms.to_string()).arg(metrics);
    script.output().expect("scripts/check-latency can be started")
}

/// Judges these lines with a budget of 750 ms: whether they pass, and what the script said.
fn verdict(lines: &[String]) -> (bool, String) {
    let _machine = machine::shared();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("metrics.jsonl");
    std::fs::write(&file, lines.join("\n")).unwrap();
    let output = judge(&file, 750);
    let said = [output.stdout, output.stderr].concat();
    assert!(matches!(output.status.code(), Some(0 | 1)), "{:?}", output.status);
    (output.status.success(), String::from_utf8(said).unwrap())
}

fn take(total_ms: f64) -> String {
    format!(
        r#"{{"total_ms": {total_ms}, "stt_ms": 120, "end_reason": "silence", "cancelled": false, "error": null}}"#
    )
}

#[track_caller]
fn fails(lines: &[String], reason: &str) {
    let (passed, said) = verdict(lines);
    assert!(!passed && said.contains(reason), "{said}");
}

#[test]
fn nineteen_of_twenty_within_the_budget_pass() {
    let mut lines: Vec<String> = (0..19).map(|n| take(600.0 + f64::from(n))).collect();
    lines.push(take(5_000.0));
    let (passed, said) = verdict(&lines);
    assert!(passed, "{said}");
    assert!(said.contains("total_ms") && said.contains("618") && said.contains("5000"), "{said}");
}

#[test]
fn two_of_twenty_beyond_the_budget_fail() {
    let mut lines: Vec<String> = (0..18).map(|_| take(600.0)).collect();
    lines.extend([take(751.0), take(752.0)]);
    fails(&lines, "751 ms, more than the budget of 750 ms");
}

#[test]
fn nothing_to_judge_fails() {
    fails(&[], "no take to judge");
    let cancelled = r#"{"total_ms": null, "end_reason": "cancel", "cancelled": true}"#;
    fails(&[cancelled.into()], "no take to judge");
    let absent = judge(Path::new("absent.jsonl"), 750);
    assert_eq!(absent.status.code(), Some(1));
}

#[test]
fn a_cancelled_take_is_left_out() {
    let cancelled = r#"{"total_ms": null, "end_reason": "cancel", "cancelled": true}"#;
    let (passed, said) = verdict(&[take(600.0), cancelled.into()]);
    assert!(passed, "{said}");
}

#[test]
fn a_failed_take_and_a_figure_that_cannot_be_fail() {
    let failed = r#"{"total_ms": null, "end_reason": "error", "cancelled": false, "error": "no microphone"}"#;
    fails(&[take(600.0), failed.into()], "no microphone");
    fails(&[take(600.0), take(-1.0)], "total_ms is negative");
    fails(&[take(600.0), r#"{"end_reason": "silence"}"#.into()], "total_ms is None");
    fails(&[take(600.0), "no JSON".into()], "not JSON");
}
