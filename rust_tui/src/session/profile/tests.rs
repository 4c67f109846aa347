//! Finding agents in a search path made of temporary folders.
#![allow(clippy::unwrap_used, reason = "a failed set-up fails the test")]

use std::ffi::{OsStr, OsString};
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Duration;

mod recorded;

use super::{AgentProfile, Profiles, find_first_agent};

fn install(directory: &Path, program: &str, mode: u32) {
    let path = directory.join(program);
    fs::write(&path, "#!/bin/sh\n").unwrap();
    fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
}

#[test]
fn the_preferred_agent_wins_over_the_order_of_the_path() {
    let (first, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    install(first.path(), "aider", 0o755);
    install(second.path(), "claude", 0o755);
    let path = std::env::join_paths([first.path(), second.path()]).unwrap();
    assert_eq!(find_first_agent(&path).unwrap(), OsString::from("claude"));
}

#[test]
fn only_executable_files_count() {
    let directory = tempfile::tempdir().unwrap();
    install(directory.path(), "codex", 0o644);
    fs::create_dir(directory.path().join("claude")).unwrap();
    install(directory.path(), "gemini", 0o755);
    let found = find_first_agent(directory.path().as_os_str()).unwrap();
    assert_eq!(found, OsString::from("gemini"));
}

#[test]
fn finding_none_names_all_agents_and_the_remedy() {
    let directory = tempfile::tempdir().unwrap();
    let message = find_first_agent(directory.path().as_os_str()).unwrap_err().to_string();
    for part in ["codex, claude, gemini, opencode, aider", "parlo -- COMMAND"] {
        assert!(message.contains(part), "{message}");
    }
    assert!(message.contains(&*directory.path().to_string_lossy()), "{message}");
}

#[test]
fn known_agents_get_more_time_even_by_path() {
    let profiles = Profiles::built_in().unwrap();
    let timeout = |program: &str| profiles.of_program(OsStr::new(program)).ready_timeout;
    assert_eq!(timeout("codex"), Duration::from_secs(20));
    assert_eq!(timeout("/usr/local/bin/claude"), Duration::from_secs(20));
    assert_eq!(timeout("bash"), Duration::from_secs(5));
}

/// The screens of the real agents at an approval, while working, and idle with that approval quoted
/// in their answer.
mod screens {
    use parlo_core::agent_state::{AgentState, AgentWatch, BlockKind};
    use parlo_core::screen::{Cell, Screen};

    use super::*;

    fn painted(text: &str) -> Screen {
        let mut screen = Screen::new(130, 45);
        for (row, line) in text.lines().enumerate() {
            for (column, character) in line.chars().enumerate() {
                screen.cells[row * 130 + column] = Cell { character, ..Cell::default() };
            }
        }
        screen
    }

    fn state_of(agent: &str, text: &str) -> AgentState {
        let profiles = Profiles::built_in().unwrap();
        let mut watch = AgentWatch::new(profiles.named(agent).unwrap().state.clone());
        watch.screen_changed(&painted(text));
        watch.state()
    }

    const PERMISSION: AgentState = AgentState::Blocked(BlockKind::Permission);
    const SCREENS: [(&str, &str, &str); 4] = [
        (
            "codex",
            include_str!("screens/codex-approval.txt"),
            include_str!("screens/codex-idle.txt"),
        ),
        (
            "claude",
            include_str!("screens/claude-approval.txt"),
            include_str!("screens/claude-idle.txt"),
        ),
        (
            "gemini",
            include_str!("screens/gemini-approval.txt"),
            include_str!("screens/gemini-idle.txt"),
        ),
        (
            "opencode",
            include_str!("screens/opencode-approval.txt"),
            include_str!("screens/opencode-idle.txt"),
        ),
    ];

    #[test]
    fn an_approval_is_detected() {
        for (agent, approval, _) in SCREENS {
            assert_eq!(state_of(agent, approval), PERMISSION, "{agent}");
        }
    }

    #[test]
    fn a_quoted_approval_above_the_composer_is_ignored() {
        for (agent, approval, idle) in SCREENS {
            assert_eq!(state_of(agent, idle), AgentState::Unknown, "{agent}");
            let quoted = format!("{approval}\n{idle}");
            assert_eq!(state_of(agent, &quoted), AgentState::Unknown, "{agent}");
        }
    }

    #[test]
    fn work_is_detected() {
        for (agent, text) in [
            ("codex", "• Working (1s • esc to interrupt)\n\n\n› Ask Codex\n\n  mock-1\n  hints"),
            ("claude", "✶ Kneading…\n────\n❯\n────\n  ⏸ manual mode on · esc to interrupt"),
            (
                "gemini",
                " ⠧ Thinking... (esc to cancel, 1s)\n───\n Shift+Tab\n\n >   Type\n\n w\n x",
            ),
            ("opencode", "  ┃  Build\n  ╹▀▀▀\n   ⬝⬝⬝⬝  esc interrupt        tab agents"),
            ("aider", "░█        Waiting for openai/mock-1"),
        ] {
            assert_eq!(state_of(agent, text), AgentState::Working, "{agent}");
        }
        let question = "Add README.md to the chat? (Y)es/(N)o/(D)on't ask again [Yes]:";
        let asked = AgentState::Blocked(BlockKind::Question);
        assert_eq!(state_of("aider", question), asked);
        assert_eq!(state_of("aider", &format!("{question} y\n────\n\n> ")), AgentState::Unknown);
    }
}

#[test]
fn an_unknown_command_has_no_rules() {
    let profiles = Profiles::built_in().unwrap();
    assert_eq!(profiles.of_program(OsStr::new("bash")), AgentProfile::unknown());
}
