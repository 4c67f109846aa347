//! The real agents, alone and inside parlo: start, a turn, an approval dialog, a long answer,
//! sizes.

use std::path::Path;

use super::script::{ScriptRun, Step, Step::*};
use super::shot::Mask;
use super::view::View;
use crate::support::agent::Agent;
use crate::support::model_server::ModelServer;
use crate::support::tmux::{Size, Terminal, client};
use crate::support::{machine, parlo, text};

const PANE: Size = Size { columns: 100, rows: 30 };

/// An agent and its script.
struct Case {
    agent: Agent,
    view: View,
    steps: &'static [Step],
    masks: &'static [Mask],
}

/// The common script with the texts of an agent: how it starts, what its dialog asks, and the key
/// that approves.
macro_rules! play {
    ([$($started:expr),+], $asks:expr, $approve:expr) => {
        &[
            $($started,)+
            Compare("started"),
            Paste("Hello there, ünïcödé 日本語"),
            See("Hello there"),
            Compare("a prompt"),
            Pause,
            Keys(&["Enter"]),
            See("HEARD-"),
            Compare("a turn"),
            Paste("RUN touch by-the-agent"),
            See("RUN touch by-the-agent"),
            Pause,
            Keys(&["Enter"]),
            See($asks),
            Compare("an approval dialog"),
            Pause,
            Keys(&[$approve]),
            See("RAN-IT"),
            Compare("approved"),
            Paste("LONG 60"),
            See("LONG 60"),
            Pause,
            Keys(&["Enter"]),
            See("THE-END-OF-IT"),
            Compare("a long answer"),
            Resize(70, 24),
            Compare("narrower"),
            Resize(120, 36),
            Compare("wider"),
        ]
    };
}

const CODEX: Case = Case {
    agent: Agent::Codex,
    // It erases with a background.
    view: View::Client,
    steps: play!([See("f2 to view")], "Would you like to run the following command?", "y"),
    masks: &[
        Mask {
            text: "A title",
            reason: "its colour is chosen at random, and a mark beside it blinks",
        },
        Mask { text: "Worked for", reason: "how long the turn took, and the time of day" },
    ],
};

const CLAUDE: Case = Case {
    agent: Agent::Claude,
    view: View::Pane,
    steps: play!([See("? for shortcuts")], "Do you want to proceed?", "Enter"),
    masks: &[
        Mask { text: "✻ ", reason: "a verb chosen at random, and the time of day" },
        Mask { text: "Claude Code v", reason: "its mascot blinks" },
    ],
};

const GEMINI: Case = Case {
    agent: Agent::Gemini,
    view: View::Pane,
    steps: play!([See("Type your message")], "Allow execution of", "Enter"),
    masks: &[],
};

const OPENCODE: Case = Case {
    agent: Agent::Opencode,
    view: View::Pane,
    steps: play!([See("Ask anything")], "Permission required", "Enter"),
    masks: &[
        Mask { text: "Ask anything", reason: "an example chosen at random" },
        Mask { text: "mock-1 · ", reason: "how long the turn took" },
    ],
};

fn compare(case: &Case) {
    let _machine = machine::shared();
    let server = ModelServer::start();
    let folder = tempfile::TempDir::with_prefix("parlo-agent-").expect("a folder");
    let root = folder.path().canonicalize().expect("a real path").join("agent");
    let shots = perform(case, &root, &server, 0, |alone| alone.record(case.steps));
    let reports = perform(case, &root, &server, 1, |inside| inside.compare(case.steps, &shots));
    super::conclude(shots.len(), &reports);
}

fn perform<T>(
    case: &Case,
    root: &Path,
    server: &ModelServer,
    parlo_rows: u16,
    act: impl FnOnce(ScriptRun) -> T,
) -> T {
    let mut launch = case.agent.lay_out(root, server);
    if parlo_rows > 0 {
        parlo::configure(&root.join("home"), parlo::MOUSE_LEFT_ALONE);
        launch.environment.push(("PARLO_MODEL_DIR".into(), text(&parlo::model_folder())));
        launch.command.splice(0..0, [env!("CARGO_BIN_EXE_parlo").to_owned(), "--".to_owned()]);
    }
    if case.view == View::Client {
        launch.command.splice(0..0, client(root));
    }
    let terminal = Terminal::start(Size { rows: PANE.rows + parlo_rows, ..PANE }, &launch);
    act(ScriptRun { terminal: &terminal, parlo_rows, size: PANE, masks: case.masks })
}

#[test]
fn codex_is_equal() {
    compare(&CODEX);
}

#[test]
fn claude_is_equal() {
    if crate::sessions::runs_live(Agent::Claude) {
        compare(&CLAUDE);
    }
}

#[test]
fn gemini_is_equal() {
    compare(&GEMINI);
}

#[test]
fn opencode_is_equal() {
    if crate::sessions::runs_live(Agent::Opencode) {
        compare(&OPENCODE);
    }
}
