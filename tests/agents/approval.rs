//! The real Codex CLI with its approval dialog open: nothing parlo does may answer it.

use std::path::PathBuf;

use super::{TEXT, User};
use crate::support::codex::{COMPOSER, Codex, press_enter};
use crate::support::model_server::ModelServer;
use crate::support::parlo::Home;
use crate::support::pulse::Room;
use crate::support::tmux::Terminal;
use crate::support::{machine, samples, wait};

const DIALOG: &str = "Would you like to run the following command?";
const HELD: &str = "text held";

/// parlo around a codex that asks for permission to create a file.
struct Asked {
    // First, so that parlo ends before what it depends on.
    terminal: Terminal,
    room: Room,
    server: ModelServer,
    file: PathBuf,
    _home: Home,
    _codex: Codex,
    _machine: machine::Machine,
}

impl Asked {
    fn with(options: &[&str]) -> Self {
        let machine = machine::shared();
        let (room, server) = (Room::open(), ModelServer::start());
        let codex = Codex::prepare(&server);
        let home = Home::in_room(&room).with_environment(codex.environment());
        let mut agent = codex.command();
        agent.extend(["--cd".into(), codex.work().to_str().unwrap().into()]);
        let terminal = home.start(&home.wrapping(options, agent));
        terminal.wait_for_text(COMPOSER, wait::START);
        let file = codex.work().join("made");
        let prompt = format!("RUN touch {}", file.display());
        terminal.paste(&prompt);
        terminal.wait_for_text("RUN touch", wait::SOON);
        press_enter(&terminal);
        terminal.wait_for_text(DIALOG, wait::START);
        Self { terminal, room, server, file, _home: home, _codex: codex, _machine: machine }
    }

    /// Says the sentence and checks that it is held: the dialog stays unanswered.
    fn say(&self, clip: &samples::Clip) {
        User::new(&self.room, &self.terminal).dictate(clip);
        self.terminal.wait_for_text(HELD, TEXT);
        self.is_unanswered();
    }

    fn is_unanswered(&self) {
        let scene = self.terminal.scene();
        assert!(scene.contains(DIALOG), "{scene}");
        assert!(!self.file.exists(), "the dialog was answered");
        assert_eq!(self.server.prompts().len(), 1, "{scene}");
    }

    /// Answers the dialog as the user would.
    fn approve(&self) {
        self.terminal.keys(&["y"]);
        let made = || self.file.exists().then_some(());
        wait::until("the approved command", wait::SOON, made, || self.terminal.scene());
    }
}

#[test]
fn words_said_over_a_dialog_wait_until_it_is_answered() {
    let asked = Asked::with(&[]);
    let clip = samples::named("g13.wav");
    asked.say(&clip);
    asked.approve();
    asked.terminal.wait_for_text(&format!("› {}", clip.text), TEXT);
    // Nothing was sent of what was said.
    assert!(!asked.server.prompts().contains(&clip.text), "{}", asked.terminal.scene());
}

#[test]
fn with_send_auto_no_enter_answers_the_dialog() {
    let asked = Asked::with(&["--send", "auto"]);
    let clip = samples::named("g13.wav");
    asked.say(&clip);
    asked.approve();
    let sent = || asked.server.prompts().contains(&clip.text).then_some(());
    wait::until("the sentence at the model", TEXT, sent, || asked.terminal.scene());
}

#[test]
fn escape_cancels_the_words_and_leaves_the_dialog_open() {
    let asked = Asked::with(&[]);
    asked.say(&samples::named("g13.wav"));
    asked.terminal.keys(&["Escape"]);
    asked.terminal.wait_for_text("cancelled, nothing typed", wait::SOON);
    asked.is_unanswered();
    asked.approve();
    asked.terminal.wait_for_text(COMPOSER, TEXT);
}
