//! Cell for cell: a program inside parlo looks as it looks alone.
//!
//! Each case runs a program in a pane of tmux and the same inside parlo in a pane that is higher by
//! parlo's own row, performs the same steps on both, and compares what tmux shows: characters,
//! colours, attributes, cursor, modes. [`snippets`] is for bytes, [`programs`] for programs,
//! [`agents`] for agents. A case that is not yet equal has a reason, and fails once it is equal.

mod agents;
mod bytes;
mod grid;
mod known;
mod program_cases;
mod programs;
mod script;
mod shot;
pub mod snippets;
pub mod view;

/// The report of a case: nothing if it went as expected.
fn judge(name: &str, result: Result<(), String>) -> Option<String> {
    match (known::reason(name), result) {
        (None, Ok(())) | (Some(_), Err(_)) => None,
        (None, Err(report)) => Some(format!("==== {name} ====\n{report}")),
        (Some(reason), Ok(())) => {
            Some(format!("==== {name} ==== is equal now; remove its reason: {reason}"))
        }
    }
}

#[track_caller]
fn conclude(cases: usize, reports: &[String]) {
    assert!(reports.is_empty(), "{} of {cases} cases:\n{}", reports.len(), reports.join("\n"));
}
