//! Evidence in, a state out.

use super::*;
use crate::screen::Cell;

const PERMISSION: AgentState = AgentState::Blocked(BlockKind::Permission);
const DIALOG: AgentState = AgentState::Blocked(BlockKind::Dialog);

fn painted(lines: &[&str]) -> Screen {
    let mut screen = Screen::new(60, 24);
    for (row, line) in lines.iter().enumerate() {
        for (column, character) in line.chars().enumerate() {
            screen.cells[row * 60 + column] = Cell { character, ..Cell::default() };
        }
    }
    screen
}

fn text(text: &str, last_rows: u16) -> ScreenText {
    ScreenText { text: text.to_owned(), last_rows }
}

fn rules() -> StateRules {
    let title = |state, starts_with: &[&str], contains: &[&str]| TitleRule {
        state,
        starts_with: starts_with.iter().map(|&part| part.to_owned()).collect(),
        contains: contains.iter().map(|&part| part.to_owned()).collect(),
    };
    StateRules {
        titles: vec![
            title(PERMISSION, &[], &["Action Required"]),
            title(AgentState::Working, &["⠋", "⠙"], &[]),
            title(AgentState::Idle, &["✳"], &[]),
        ],
        screens: vec![
            ScreenRule { state: PERMISSION, all: vec![text("to confirm or", 1), text("1. ", 6)] },
            ScreenRule { state: AgentState::Working, all: vec![text("esc to interrupt", 5)] },
        ],
    }
}

/// The state after the body of each report.
fn after_reports(bodies: &[&str]) -> AgentState {
    let mut watch = AgentWatch::new(rules());
    bodies.iter().for_each(|body| watch.status_reported(body));
    watch.state()
}

#[test]
fn a_report_decides_until_the_next_one() {
    let cases: [(&[&str], AgentState); 12] = [
        (&[], AgentState::Unknown),
        (&["state=idle:app=codex"], AgentState::Idle),
        (&["state=working:app=codex"], AgentState::Working),
        (&["state=blocked:app=codex:kind=permission"], PERMISSION),
        (&["state=blocked:app=codex;kind=permission"], PERMISSION),
        (&["state=blocked:kind=question"], AgentState::Blocked(BlockKind::Question)),
        (&["state=blocked:kind=unheard-of"], DIALOG),
        (&["state=blocked", "state=done:app=codex"], AgentState::Idle),
        (&["state=blocked", "state=error"], AgentState::Idle),
        (&["state=working", "state=clear"], AgentState::Unknown),
        (&["state=blocked", "state=unheard-of"], AgentState::Unknown),
        (&["state=blocked", "?", "app=codex", "", "state"], DIALOG),
    ];
    for (bodies, expected) in cases {
        assert_eq!(after_reports(bodies), expected, "{bodies:?}");
    }
    assert_eq!(after_reports(&[&format!("state=idle:{}", "x".repeat(5_000))]), AgentState::Unknown);
}

#[test]
fn a_title_is_current_until_the_next() {
    let mut watch = AgentWatch::new(rules());
    for (title, expected) in [
        (Some("⠋ work"), AgentState::Working),
        (Some("[ ! ] Action Required | work"), PERMISSION),
        (Some("work"), AgentState::Unknown),
        (Some("✳ Claude Code"), AgentState::Idle),
        (None, AgentState::Unknown),
    ] {
        watch.title_changed(title);
        assert_eq!(watch.state(), expected, "{title:?}");
    }
}

#[test]
fn any_sign_of_a_dialog_wins_and_then_the_agents_own_word() {
    let mut watch = AgentWatch::new(rules());
    watch.status_reported("state=working");
    watch.title_changed(Some("Action Required"));
    assert_eq!(watch.state(), PERMISSION);
    watch.status_reported("state=blocked:kind=question");
    assert_eq!(watch.state(), PERMISSION, "the kind that says most");
    watch.title_changed(Some("✳ idle"));
    assert_eq!(watch.state(), AgentState::Blocked(BlockKind::Question));
    watch.status_reported("state=working");
    assert_eq!(watch.state(), AgentState::Working, "the idle title is no proof");
    watch.status_reported("state=clear");
    watch.screen_changed(&painted(&["• Working (1s • esc to interrupt)"]));
    assert_eq!(watch.state(), AgentState::Working);
}

#[test]
fn a_dialog_is_recognised_by_what_stands_at_the_bottom() {
    let dialog =
        ["Would you like to run it?", "› 1. Yes", "  2. No", "", "Press enter to confirm or esc"];
    let quoted = [&dialog[..], &["", "› Ask anything", "", "  model · folder"]].concat();
    let far_apart = ["1. one", "", "", "", "", "", "", "", "enter to confirm or esc"];
    for (lines, expected) in [
        (&dialog[..], PERMISSION),
        (&quoted[..], AgentState::Unknown),
        (&dialog[3..], AgentState::Unknown),
        (&far_apart[..], AgentState::Unknown),
        (&[][..], AgentState::Unknown),
    ] {
        let mut watch = AgentWatch::new(rules());
        watch.screen_changed(&painted(lines));
        assert_eq!(watch.state(), expected, "{lines:?}");
    }
}

#[test]
fn an_unknown_agent_is_judged_by_its_reports_alone() {
    let mut watch = AgentWatch::default();
    watch.screen_changed(&painted(&["1. Yes", "Press enter to confirm or esc to cancel"]));
    watch.title_changed(Some("Action Required"));
    assert_eq!(watch.state(), AgentState::Unknown);
    watch.status_reported("state=blocked");
    assert_eq!(watch.state(), DIALOG);
}
