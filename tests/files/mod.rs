//! File problems around a dictation: full disks, removed files, edits by hand, invalid models. The
//! user is notified once, the dictation continues, no change is lost.

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
    // First, so that parlo ends before what it depends on.
    terminal: Terminal,
    recorder: Recorder,
    home: Home,
    _machine: Machine,
}

impl Desk {
    /// `shell` runs before parlo in a shell: a limit, a umask.
    fn set(home: Home, shell: &str, options: &[&str]) -> Self {
        let machine = machine::shared();
        let recorder = Recorder::new();
        let mut words = vec!["sh".to_owned(), "-c".to_owned()];
        words.push(format!("{shell}; exec \"$@\""));
        words.push("sh".to_owned());
        words.push(env!("CARGO_BIN_EXE_parlo").to_owned());
        words.extend(["--sample".to_owned(), text(&samples::named(CLIP).path)]);
        words.extend(options.iter().map(|option| (*option).to_owned()));
        // The recorder's own files are not affected.
        words.extend(["--", "sh", "-c"].map(str::to_owned));
        words.push("ulimit -S -f unlimited; umask 022; exec \"$@\"".to_owned());
        words.push("sh".to_owned());
        words.extend(recorder.command());
        let launch = home.launch(words);
        let terminal = Terminal::start(crate::support::tmux::USUAL, &launch);
        terminal.wait_for_text("READY", wait::START);
        Self { _machine: machine, home, recorder, terminal }
    }

    /// Presses the key and waits until the word has arrived this many times.
    #[track_caller]
    fn dictate(&self, times: usize) {
        self.terminal.keys(&["C-r"]);
        let arrives = |got: &str| got.matches(WORD).count() == times;
        self.recorder.wait_for("the word", wait::START, arrives, || self.terminal.scene());
        let idle = |screen: &str| screen.contains("dictate");
        self.terminal.wait_for("parlo to be idle", wait::START, idle);
    }

    /// Opens the window of a letter in the menu and waits for its title.
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

    /// Sets a setting in the settings window and waits for `answer`.
    #[track_caller]
    fn set_value(&self, name: &str, value: &str, answer: &str) {
        self.open("s", "Settings, kept in");
        self.terminal.type_text(&format!("/{name}"));
        self.terminal.wait_for_text("search:", wait::SOON);
        self.terminal.keys(&["Enter", "C-u"]);
        self.terminal.type_text(value);
        self.terminal.keys(&["Enter"]);
        self.terminal.wait_for_text(answer, wait::SOON);
        // Leaves the field, the search, and the window, as many as are open.
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

    /// Checks in the errors window that each of these was reported exactly once.
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
