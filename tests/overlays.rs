//! What parlo opens over the agent, as a user drives it: menu, help, settings, models.

use std::path::PathBuf;

use crate::support::parlo::Home;
use crate::support::pulse::Room;
use crate::support::recorder::{PASTE_BEGIN, PASTE_END, Recorder};
use crate::support::tmux::Size;
use crate::support::wrapped::Wrapped;
use crate::support::{machine, samples, wait};

const SIZE: Size = Size { columns: 80, rows: 24 };

const CONFIGURATION: &str = "\
# Mine.
[voice]
follow_up_ms   = 500   # I speak fast

[keys]  # those I know
cancel = 'esc'
# The end.
";

/// A recorder inside parlo whose configuration is the one above.
fn start() -> Wrapped {
    Wrapped::start(Home::new().with_configuration(CONFIGURATION), SIZE)
}

impl Wrapped {
    fn file(&self) -> PathBuf {
        self.home.path().join(".config/parlo/config.toml")
    }

    #[track_caller]
    fn wait_for_file(&self, expected: &str) {
        let read = || std::fs::read_to_string(self.file()).unwrap();
        wait::until(
            "the change in the file",
            wait::SOON,
            || (read() == expected).then_some(()),
            || format!("{}\n{}", read(), self.terminal.scene()),
        );
    }

    /// Presses the menu key and a key in the menu, and waits for the title of what opens.
    #[track_caller]
    fn open(&self, letter: &str, title: &str) {
        self.terminal.keys(&["C-Space"]);
        self.terminal.wait_for_text("microphones", wait::SOON);
        self.terminal.type_text(letter);
        self.terminal.wait_for_text(title, wait::SOON);
    }

    #[track_caller]
    fn wait_until_closed(&self, title: &str) {
        let closed = |screen: &str| !screen.contains(title);
        self.terminal.wait_for(&format!("{title} to close"), wait::SOON, closed);
    }
}

#[test]
fn the_menu_leads_to_the_help_and_no_key_of_it_reaches_the_agent() {
    let _machine = machine::shared();
    let it = start();
    it.open("h", "At any time");
    it.terminal.wait_for_text("Ctrl+R", wait::SOON);
    it.terminal.keys(&["Down", "PageDown", "End", "x", "Tab"]);
    it.terminal.wait_for_text("In the window: errors", wait::SOON);
    it.terminal.keys(&["Escape"]);
    it.wait_until_closed("In the window: errors");
    it.open("e", "none so far");
    it.terminal.type_text("q");
    it.wait_until_closed("none so far");
    // A click outside closes it too.
    it.open("e", "none so far");
    it.terminal.send_bytes(b"\x1b[<0;1;1M\x1b[<0;1;1m");
    it.wait_until_closed("none so far");
    it.terminal.type_text("typed");
    let arrives = |got: &str| got == "typed";
    it.recorder.wait_for("only what was typed", wait::SOON, arrives, || it.terminal.scene());
}

#[test]
fn a_setting_is_saved_and_comments_around_it_stay() {
    let _machine = machine::shared();
    let it = start();
    it.open("s", "Settings, kept in");
    it.terminal.type_text("/");
    it.terminal.wait_for_text("search:", wait::SOON);
    it.terminal.type_text("follow_up");
    it.terminal.wait_for_text("0 to 5000 milliseconds; default 1000.", wait::SOON);
    it.terminal.keys(&["Enter"]);
    it.terminal.wait_for_text("voice.follow_up_ms = 500", wait::SOON);
    it.terminal.type_text("00");
    it.terminal.keys(&["Enter"]);
    // Refused with the error text of the configuration file, with nothing saved.
    it.terminal.wait_for_text("50000 is outside 0..=5000", wait::SOON);
    it.wait_for_file(CONFIGURATION);
    it.terminal.keys(&["C-u"]);
    it.terminal.type_text("900");
    it.terminal.keys(&["Enter"]);
    it.wait_for_file(&CONFIGURATION.replace("500 ", "900 "));
    it.terminal.wait_for_text("saved to", wait::SOON);
}

#[test]
fn a_key_is_rebound_and_works_at_once() {
    let _machine = machine::shared();
    let it = start();
    it.terminal.keys(&["C-Space"]);
    it.terminal.wait_for_text("microphones", wait::SOON);
    it.terminal.type_text("w");
    let has_three_rows = || (it.recorder.size() == (SIZE.columns, SIZE.rows - 3)).then_some(());
    wait::until("three rows of parlo's", wait::SOON, has_three_rows, || it.terminal.scene());
    it.open("s", "Settings, kept in");
    it.terminal.type_text("/keys.help");
    it.terminal.wait_for_text("Shows all keys.", wait::SOON);
    it.terminal.keys(&["Enter"]);
    it.terminal.wait_for_text("press the key", wait::SOON);
    // The global key of another action is a conflict and does not run that action.
    it.terminal.keys(&["C-r"]);
    it.terminal.wait_for_text("`dictate` and `help` are both on Ctrl+R", wait::SOON);
    it.terminal.keys(&["F6"]);
    it.wait_for_file(&CONFIGURATION.replace("'esc'\n", "'esc'\nhelp = \"f6\"\n"));
    // The search, then the settings.
    it.terminal.keys(&["Escape"]);
    it.wait_until_closed("search:");
    it.terminal.keys(&["Escape"]);
    it.wait_until_closed("Settings, kept in");
    it.terminal.keys(&["F6"]);
    it.terminal.wait_for_text("At any time", wait::SOON);
    it.terminal.wait_for_text("F6", wait::SOON);
    it.terminal.keys(&["F6"]);
    it.wait_until_closed("At any time");
    assert_eq!(it.recorder.received(), "", "{}", it.terminal.scene());
    // The size chosen for this session is unchanged.
    has_three_rows().expect("three rows of parlo's as before");
}

#[test]
fn a_model_is_reloaded_while_the_agent_continues() {
    let _machine = machine::shared();
    let it = start();
    it.open("m", "Speech models");
    it.terminal.wait_for_text("● tiny.en", wait::SOON);
    it.terminal.keys(&["Escape"]);
    it.wait_until_closed("Speech models");
    it.open("s", "Settings, kept in");
    it.terminal.type_text("/threads");
    it.terminal.wait_for_text("1 to 64", wait::SOON);
    it.terminal.keys(&["Enter", "C-u"]);
    it.terminal.type_text("1");
    it.terminal.keys(&["Enter"]);
    it.terminal.wait_for_text("tiny.en: it is in use now", wait::START);
    let file = std::fs::read_to_string(it.file()).unwrap();
    assert!(file.contains("[stt]\nthreads = 1\n"), "{file}");
}

#[test]
fn keys_typed_in_one_write_go_to_whatever_is_open_by_then() {
    let _machine = machine::shared();
    let it = start();
    it.terminal.keys(&["C-Space"]);
    it.terminal.wait_for_text("microphones", wait::SOON);
    // The menu, the errors window, its close key, and the agent.
    it.terminal.type_text("eqrest");
    let arrives = |got: &str| got == "rest";
    it.recorder.wait_for("the rest", wait::SOON, arrives, || it.terminal.scene());
}

#[test]
fn a_dictation_is_reviewed_before_it_is_typed() {
    let _machine = machine::shared();
    let clip = samples::named("g01.wav");
    let recorder = Recorder::new();
    let home = Home::new();
    let options = ["--send", "review", "--sample", clip.path.to_str().unwrap()];
    let terminal = home.start_sized(SIZE, &home.wrapping(&options, recorder.command()));
    terminal.wait_for_text("READY", wait::START);
    recorder.enable_paste();
    terminal.wait_for_text("PASTE ON", wait::SOON);
    terminal.keys(&["C-r"]);
    let screen = terminal.wait_for_text("Enter insert", wait::START);
    let offered = screen.lines().rev().find_map(|line| line.strip_prefix("› ")).unwrap();
    let offered = offered.trim().to_owned();
    assert_eq!(recorder.received(), "", "nothing is typed yet\n{}", terminal.scene());
    terminal.type_text(" Please");
    terminal.keys(&["Home"]);
    terminal.type_text("Now: ");
    terminal.keys(&["Enter"]);
    let expected = format!("{PASTE_BEGIN}Now: {offered} Please{PASTE_END}");
    let arrives = |got: &str| got.starts_with(&expected);
    recorder.wait_for("the edited text", wait::SOON, arrives, || terminal.scene());
    let closed = |screen: &str| !screen.contains("Enter insert");
    terminal.wait_for("the review to close", wait::SOON, closed);
    // The next one is discarded, and the agent has its keys again.
    terminal.keys(&["C-r"]);
    terminal.wait_for_text("Enter insert", wait::START);
    terminal.keys(&["Escape"]);
    terminal.wait_for("the review to close", wait::SOON, closed);
    terminal.type_text("x");
    let arrives = |got: &str| got == format!("{expected}x") || got == format!("{expected} x");
    recorder.wait_for("the key alone", wait::SOON, arrives, || terminal.scene());
    // Nothing is lost: the takes window keeps it and inserts it again.
    terminal.keys(&["C-Space"]);
    terminal.wait_for_text("microphones", wait::SOON);
    terminal.type_text("t");
    terminal.wait_for_text("search:", wait::SOON);
    terminal.wait_for_text("cancelled", wait::SOON);
    terminal.keys(&["Enter"]);
    let arrives = |got: &str| got.matches(&offered).count() == 2;
    recorder.wait_for("the text once more", wait::SOON, arrives, || terminal.scene());
}

#[test]
fn another_microphone_is_heard_from_the_next_take_on() {
    let _machine = machine::shared();
    let (room, recorder) = (Room::open(), Recorder::new());
    let home = Home::in_room(&room).with_configuration("voice.device = \"gone\" # old\n");
    let terminal =
        home.start_sized(SIZE, &home.wrapping(&["--device", "pulse"], recorder.command()));
    terminal.wait_for_text("READY", wait::START);
    recorder.enable_paste();
    terminal.wait_for_text("PASTE ON", wait::SOON);
    terminal.keys(&["C-Space"]);
    terminal.wait_for_text("microphones", wait::SOON);
    terminal.type_text("d");
    terminal.wait_for_text("● pulse", wait::SOON);
    // The first row is the system's default, which is the room's server.
    terminal.keys(&["Home", "Enter"]);
    terminal.wait_for_text("heard with from the next take on", wait::SOON);
    let file = std::fs::read_to_string(home.path().join(".config/parlo/config.toml")).unwrap();
    assert_eq!(file, "# old\n");
    terminal.keys(&["Escape"]);
    terminal.wait_for("the list to close", wait::SOON, |screen| !screen.contains("Microphones"));
    terminal.keys(&["C-r"]);
    room.wait_for_listeners(1, wait::SOON);
    let clip = samples::named("g13.wav");
    room.play(&clip.path).finish();
    let expected = format!("{PASTE_BEGIN}{}{PASTE_END}", clip.text);
    recorder.wait_for("the text", wait::START, |it| it == expected, || terminal.scene());
}
