//! Sessions with the real agents: played live inside parlo, and recorded ones fed to the emulator.
//!
//! `scripts/record-sessions` records them again: then the same script runs without parlo, and the
//! output of the agents is stored under `samples/sessions`.

mod play;
mod recording;
mod replayed;

use crate::support::agent::Agent;
use crate::support::machine;
use play::{Setting, play};
use recording::Recording;

/// Set by `scripts/record-sessions`.
const RECORD: &str = "PARLO_RECORD_SESSIONS";
/// Set to run the agents live that take long to install as well.
const ALL_AGENTS: &str = "PARLO_ALL_AGENTS";

fn is_set(variable: &str) -> bool {
    std::env::var_os(variable).is_some_and(|value| !value.is_empty())
}

/// Whether the agent is installed and run in this run of the tests.
pub fn runs_live(agent: Agent) -> bool {
    agent.is_installed_for_every_run() || is_set(ALL_AGENTS)
}

fn session(agent: Agent) {
    let _machine = machine::shared();
    if is_set(RECORD) {
        play(agent, Setting::Alone).store(agent);
    } else if runs_live(agent) {
        let played = play(agent, Setting::InParlo);
        assert_eq!(played.mark_names(), Recording::load(agent).mark_names());
    }
}

#[test]
fn codex_goes_through_a_whole_session() {
    session(Agent::Codex);
}

#[test]
fn claude_goes_through_a_whole_session() {
    session(Agent::Claude);
}

#[test]
fn gemini_goes_through_a_whole_session() {
    session(Agent::Gemini);
}

#[test]
fn opencode_goes_through_a_whole_session() {
    session(Agent::Opencode);
}
