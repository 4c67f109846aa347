//! Files in trouble around a dictation: disks that take nothing, files that go away, edits by hand,
//! models that are none. The user is told once, the dictation goes on, nobody's change is lost.

mod config;
mod models;
mod modes;
mod unwritable;

use crate::support::machine::{self, Machine};
use crate::support::parlo::Home;
use crate::support::recorder::Recorder;
use crate::support::tmux::Terminal;
use crate::support::{samples, text, wait};

/// What is said in [`Desk::dictate`].
const CLIP: &str = "g11.wav";
const WORD: &str = "Yes.";

/// parlo around a recorder, with a file for a microphone.
struct Desk {
    // First, so that parlo is gone before what it stands on.
    terminal: Terminal,
    recorder: Recorder,
    home: Home,
    _machine: Machine,
}

impl Desk {
    /// `shell` goes before parlo's command line in a shell: a limit, a umask.
    fn set(home: Home, shell: &str, options: &[&str]) -> Desk {
        let machine = machine::shared();
        let recorder = Recorder::new();
        let mut words = vec!["sh".to_owned(), "-c".to_owned()];
        words.push(format!("{shell}; exec \"$@\""));
        words.push("sh".to_owned());
        words.push(env!("CARGO_BIN_EXE_parlo").to_owned());
        words.extend(["--sample".to_owned(), text(&samples::named(CLIP).path)]);
        words.extend(options.iter().map(|option| (*option).to_owned()));
        // The recorder's own notes are no part of the fault.
        words.extend(["--", "sh", "-c"].map(str::to_owned));
        words.push("ulimit -S -f unlimited; umask 022; exec \"$@\"".to_owned());
        words.push("sh".to_owned());
        words.extend(recorder.command());
        let launch = home.launch(words);
        let terminal = Terminal::start(crate::support::tmux::USUAL, &launch);
        terminal.wait_for_text("READY", wait::START);
        Desk { _machine: machine, home, recorder, terminal }
    }

    /// Presses the key and waits until the word has arrived so many times.
    #[track_caller]
    fn dictate(&self, times: usize) {
        self.terminal.keys(&["C-r"]);
        let arrives = |got: &str| got.matches(WORD).count() == times;
        self.recorder.wait_for("the word", wait::START, arrives, || self.terminal.scene());
        let idle = |screen: &str| screen.contains("dictate");
        self.terminal.wait_for("parlo to be idle", wait::START, idle);
    }

    /// Opens what the menu has under a letter and waits for its title.
    #[track_caller]
    fn open(&self, letter: &str, title: &str) {
        self.terminal.keys(&["C-Space"]);
        self.terminal.wait_for_text("microphones", wait::SOON);
        self.terminal.type_text(letter);
        self.terminal.wait_for_text(title, wait::SOON);
    }

    #[track_caller]
    fn close(&self, title: &str) {
        self.terminal.keys(&["Escape"]);
        let closed = |screen: &str| !screen.contains(title);
        self.terminal.wait_for(&format!("{title} to close"), wait::SOON, closed);
    }

    /// Gives a setting a value in the window of settings; what it says then is `answer`.
    #[track_caller]
    fn set_value(&self, name: &str, value: &str, answer: &str) {
        self.open("s", "Settings, kept in");
        self.terminal.type_text(&format!("/{name}"));
        self.terminal.wait_for_text("search:", wait::SOON);
        self.terminal.keys(&["Enter", "C-u"]);
        self.terminal.type_text(value);
        self.terminal.keys(&["Enter"]);
        self.terminal.wait_for_text(answer, wait::SOON);
        // Out of the field, the search, and the window, as many as are open.
        let window = |screen: &str| screen.rsplit_once('\n').map(|(above, _)| above.to_owned());
        loop {
            let before = self.terminal.screen();
            if !before.contains("Settings, kept in") {
                return;
            }
            self.terminal.keys(&["Escape"]);
            let moves = |screen: &str| window(screen) != window(&before);
            self.terminal.wait_for("the window to change", wait::SOON, moves);
        }
    }

    /// Checks in the window of errors that each of these was told exactly once.
    #[track_caller]
    fn reported_once(&self, warnings: &[&str]) {
        self.open("e", "Last errors");
        let screen = self.terminal.screen();
        for warning in warnings {
            let rows = screen.lines().filter(|line| line.contains(&format!("! {warning}")));
            assert_eq!(rows.count(), 1, "{warning:?} once\n{screen}");
        }
        self.close("Last errors");
    }
}
