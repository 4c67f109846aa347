//! Recorded output of the real agents with the state at that time: the profile must detect it, with
//! and without their own reports.

use std::time::Instant;

use parlo_core::agent_state::{AgentState, AgentWatch, BlockKind};
use parlo_core::host_request::HostRequest;

use super::super::Profiles;
use crate::session::pty::TerminalSize;
use crate::session::terminal::{Palette, Terminal};

const SIZE: TerminalSize = TerminalSize { columns: 100, rows: 30, cell_pixels: None };

struct Session {
    agent: &'static str,
    bytes: &'static [u8],
    marks: &'static str,
}

const SESSIONS: [Session; 4] = [
    Session {
        agent: "codex",
        bytes: include_bytes!("../../../../../samples/sessions/codex.bytes"),
        marks: include_str!("../../../../../samples/sessions/codex.tsv"),
    },
    Session {
        agent: "claude",
        bytes: include_bytes!("../../../../../samples/sessions/claude.bytes"),
        marks: include_str!("../../../../../samples/sessions/claude.tsv"),
    },
    Session {
        agent: "gemini",
        bytes: include_bytes!("../../../../../samples/sessions/gemini.bytes"),
        marks: include_str!("../../../../../samples/sessions/gemini.tsv"),
    },
    Session {
        agent: "opencode",
        bytes: include_bytes!("../../../../../samples/sessions/opencode.bytes"),
        marks: include_str!("../../../../../samples/sessions/opencode.tsv"),
    },
];

/// The evidence a profile may use.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Evidence {
    Titles,
    Screens,
    Both,
}

/// The detected state at each mark, with the name of the mark and the noted state.
fn states(session: &Session, evidence: Evidence) -> Vec<(String, String, AgentState)> {
    let profiles = Profiles::built_in().unwrap();
    let mut watch = AgentWatch::new(profiles.named(session.agent).unwrap().state.clone());
    let mut terminal = Terminal::new(SIZE, Palette::default());
    let mut fed = 0;
    let mut states = Vec::new();
    for line in session.marks.lines().skip(1) {
        let mut fields = line.split('\t').map(str::to_owned);
        let offset: usize = fields.next().unwrap().parse().unwrap();
        terminal.feed(Instant::now(), &session.bytes[fed..offset]);
        fed = offset;
        for event in terminal.drain_host_requests() {
            match event {
                HostRequest::Title(title) if evidence != Evidence::Screens => {
                    watch.title_changed(Some(&title));
                }
                HostRequest::ResetTitle => watch.title_changed(None),
                _ => {}
            }
        }
        if evidence != Evidence::Titles {
            watch.screen_changed(terminal.screen());
        }
        let (noted, name) = (fields.next().unwrap(), fields.next().unwrap());
        states.push((name, noted, watch.state()));
    }
    states
}

#[test]
fn approvals_are_detected_in_time_and_nothing_else_is() {
    for session in &SESSIONS {
        for evidence in [Evidence::Screens, Evidence::Both] {
            for (name, noted, state) in states(session, evidence) {
                let blocked = state == AgentState::Blocked(BlockKind::Permission);
                let place = format!("{} {name}, {evidence:?}: {state:?}", session.agent);
                assert_eq!(blocked, noted == "blocked", "{place}");
                assert!(blocked || !matches!(state, AgentState::Blocked(_)), "{place}");
            }
        }
    }
}

#[test]
fn working_and_idle_are_told_apart() {
    for session in &SESSIONS {
        for (name, noted, state) in states(session, Evidence::Both) {
            let works = state == AgentState::Working;
            assert_eq!(works, noted == "working", "{} {name}: {state:?}", session.agent);
        }
    }
}

#[test]
fn titles_alone_show_an_approval_where_agents_set_them() {
    for session in SESSIONS.iter().filter(|session| ["codex", "gemini"].contains(&session.agent)) {
        for (name, noted, state) in states(session, Evidence::Titles) {
            let blocked = matches!(state, AgentState::Blocked(_));
            assert_eq!(blocked, noted == "blocked", "{} {name}: {state:?}", session.agent);
        }
    }
}
