//! A run with secret words in speech, typed text, the screen and the configuration, followed by a
//! search for them in everything the run has left behind: files, the most verbose log, metrics,
//! standard error, arguments and environments.

use std::path::{Path, PathBuf};

use rustix::process::Pid;

use crate::support::parlo::Home;
use crate::support::pulse::Room;
use crate::support::recorder::Recorder;
use crate::support::samples::{self, Clip};
use crate::support::tmux::{Size, Terminal};
use crate::support::{machine, text, wait};

const SIZE: Size = Size { columns: 120, rows: 30 };

/// Words in the speech, in the configuration, on the agent's screen, in its title, and in what the
/// user types. None is part of a path, a setting's name or a message of parlo's.
const SECRETS: [&str; 9] = [
    "suite",
    "failing",
    "refactor",
    "panicking",
    "Zanzibar",
    "quokka",
    "pelican",
    "marmalade",
    "walrus",
];

const CONFIGURATION: &str = "\
[voice]
follow_up_ms = 0
vocabulary = [\"Zanzibar\"]
initial_prompt = \"The quokka sleeps.\"
[keys]
undo = \"f7\"
";

struct Run {
    home: Home,
    recorder: Recorder,
    room: Room,
    terminal: Terminal,
}

impl Run {
    fn start() -> Self {
        let (room, recorder) = (Room::open(), Recorder::new());
        let home = Home::in_room(&room).with_configuration(CONFIGURATION);
        let temporary = home.path().join("tmp");
        std::fs::create_dir(&temporary).unwrap();
        let talkative = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let home = home.with_environment(vec![
            talkative("TMPDIR", &text(&temporary)),
            talkative("PARLO_LOG", "trace"),
            talkative("RUST_LOG", "trace"),
            talkative("RUST_BACKTRACE", "full"),
        ]);
        // Standard error is a file, too.
        let script = "exec \"$0\" \"$@\" 2>stderr";
        let mut command =
            ["sh", "-c", script, env!("CARGO_BIN_EXE_parlo")].map(str::to_owned).to_vec();
        command.extend(home.wrapping(&[], recorder.command()));
        let terminal = Terminal::start(SIZE, &home.launch(command));
        terminal.wait_for_text("READY", wait::START);
        recorder.enable_paste();
        terminal.wait_for_text("PASTE ON", wait::SOON);
        Self { home, recorder, room, terminal }
    }

    /// Plays a clip, and waits for a word of it on the screen meanwhile.
    fn say(&self, clip: &Clip, shown: &str) {
        self.terminal.keys(&["C-r"]);
        self.room.wait_for_listeners(1, wait::SOON);
        let playback = self.room.play(&clip.path);
        self.terminal.wait_for_text(shown, wait::START);
        self.arguments_and_environments_are_silent();
        playback.finish();
    }

    fn arrives(&self, word: &str) {
        let has_arrived = |received: &str| received.contains(word);
        self.recorder.wait_for(word, wait::START, has_arrived, || self.terminal.scene());
    }

    /// Changes a setting in the settings window, to its next value or by typing; closes the window
    /// once the answer is shown.
    fn change(&self, setting: &str, typed: &str, answer: &str) {
        let terminal = &self.terminal;
        terminal.keys(&["C-Space"]);
        terminal.wait_for_text("microphones", wait::SOON);
        terminal.type_text(&format!("s/{setting}"));
        terminal.wait_for_text("search:", wait::SOON);
        if typed.is_empty() {
            terminal.keys(&["Right"]);
        } else {
            terminal.keys(&["Enter"]);
            terminal.type_text(typed);
            terminal.keys(&["Enter"]);
        }
        terminal.wait_for_text(answer, wait::START);
        // The window takes the keys until its last part is closed: the field of a refused value,
        // the search, the list.
        for part in ["save", "search:", "Settings, kept in"] {
            if terminal.screen().contains(part) {
                terminal.keys(&["Escape"]);
                let closed = |screen: &str| !screen.contains(part);
                terminal.wait_for(&format!("{part} to close"), wait::SOON, closed);
            }
        }
    }

    /// parlo's processes: itself and its descendants.
    fn processes(&self) -> Vec<Pid> {
        let parlo = self.recorder.parent();
        assert!(arguments(parlo).contains("parlo"), "{}", arguments(parlo));
        let folder = |pid: Pid| PathBuf::from(format!("/proc/{}/task", pid.as_raw_nonzero()));
        let mut processes = vec![parlo];
        let mut at = 0;
        while at < processes.len() {
            for thread in std::fs::read_dir(folder(processes[at])).unwrap().flatten() {
                let name = std::fs::read(thread.path().join("comm")).unwrap_or_default();
                is_silent("the name of a thread", &name);
                let children = std::fs::read_to_string(thread.path().join("children"));
                let ids = children.unwrap_or_default();
                let ids = ids.split_whitespace().filter_map(|id| Pid::from_raw(id.parse().ok()?));
                processes.extend(ids);
            }
            at += 1;
        }
        assert!(processes.len() > 1, "the agent is one of them");
        processes
    }

    fn arguments_and_environments_are_silent(&self) {
        for process in self.processes() {
            let folder = PathBuf::from(format!("/proc/{}", process.as_raw_nonzero()));
            for name in ["cmdline", "environ"] {
                let bytes = std::fs::read(folder.join(name)).unwrap();
                assert!(!bytes.is_empty(), "{name} of {process:?}");
                is_silent(name, &bytes);
            }
        }
    }

    /// Every file parlo has open is where this test searches, or existed before.
    fn writes_nowhere_else(&self) {
        let own = [self.home.path().to_path_buf(), crate::support::parlo::model_folder()];
        let files =
            std::fs::read_dir(format!("/proc/{}/fd", self.recorder.parent().as_raw_nonzero()));
        let targets = files.unwrap().flatten().filter_map(|it| std::fs::read_link(it.path()).ok());
        for target in targets.filter(|it| it.is_absolute() && !it.starts_with("/dev/")) {
            assert!(own.iter().any(|folder| target.starts_with(folder)), "{}", target.display());
        }
    }
}

fn arguments(process: Pid) -> String {
    let bytes = std::fs::read(format!("/proc/{}/cmdline", process.as_raw_nonzero()));
    String::from_utf8_lossy(&bytes.unwrap()).into_owned()
}

/// The secret that is in some bytes, ignoring case.
fn secret_in(bytes: &[u8]) -> Option<&'static str> {
    let lower = bytes.to_ascii_lowercase();
    let is_in = |secret: &&str| {
        let secret = secret.to_ascii_lowercase();
        lower.windows(secret.len()).any(|window| window == secret.as_bytes())
    };
    SECRETS.into_iter().find(is_in)
}

#[track_caller]
fn is_silent(what: &str, bytes: &[u8]) {
    if let Some(secret) = secret_in(bytes) {
        panic!("{secret:?} in {what}: {}", String::from_utf8_lossy(bytes));
    }
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            files.extend(files_below(&path));
        } else {
            files.push(path);
        }
    }
    files
}

/// Searches every file of a run but the user's own configuration.
fn home_is_silent(home: &Home) {
    let files = files_below(home.path());
    let configuration = home.path().join(".config/parlo/config.toml");
    for path in files.iter().filter(|path| **path != configuration) {
        is_silent(&path.display().to_string(), &std::fs::read(path).unwrap());
    }
    assert!(files.contains(&configuration), "{files:?}");
    let secret = secret_in(&std::fs::read(configuration).unwrap());
    assert!(secret.is_some(), "the search must find what is there");
}

#[test]
fn no_word_said_typed_or_shown_is_left_behind() {
    let _machine = machine::shared();
    let it = Run::start();
    it.recorder.emit("\u{1b}]0;a pelican at work\u{7}\u{1b}]52;c;bWFybWFsYWRl\u{7}");
    it.recorder.say("marmalade on the screen");
    it.terminal.wait_for_text("marmalade", wait::SOON);
    it.terminal.type_text("walrus");
    it.arrives("walrus");
    // Takes: one is typed, one is cancelled, one is edited, decoded again and discarded.
    let (first, second) = (samples::named("g01.wav"), samples::named("g02.wav"));
    it.say(&first, "suite");
    it.arrives("failing");
    it.say(&second, "efactor");
    it.terminal.keys(&["Escape"]);
    it.terminal.wait_for_text("cancelled", wait::START);
    // Settings: saved, refused, and causing errors.
    it.change("voice.send", "", "saved to");
    it.change("voice.initial_prompt", " The walrus too.", "acts from the next take on");
    it.change("voice.vocabulary", ", walrus, ???", "no letter or digit");
    it.change("metrics.file", "/proc/nowhere/metrics", "cannot be written");
    it.change("voice.device", "nowhere", "saved to");
    it.terminal.keys(&["C-r"]);
    it.terminal.wait_for_text("no microphone", wait::START);
    it.writes_nowhere_else();
    it.arguments_and_environments_are_silent();
    home_is_silent(&it.home);

    it.recorder.exit(3);
    assert_eq!(it.terminal.wait_for_exit(wait::START), 3);
    let log = std::fs::read_to_string(it.home.path().join(".local/state/parlo/parlo.log")).unwrap();
    for entry in ["agent started", "decoded", "cancelled, nothing typed"] {
        assert!(log.contains(entry), "{entry:?} is not in the log");
    }
    assert!(it.home.metrics().len() >= 2);
    home_is_silent(&it.home);
}

#[test]
fn no_word_other_subcommands_hear_is_left_behind() {
    let _machine = machine::shared();
    let home = Home::new().with_configuration(CONFIGURATION);
    let temporary = home.path().join("tmp");
    std::fs::create_dir(&temporary).unwrap();
    let home = home.with_environment(vec![
        ("TMPDIR".to_owned(), text(&temporary)),
        ("PARLO_LOG".to_owned(), "trace".to_owned()),
    ]);
    let (clip, metrics) = (text(&samples::named("g01.wav").path), text(&home.metrics_file()));
    for arguments in [
        &["transcribe", "--json", &clip][..],
        &["listen", "--json", "--sample", &clip, "--metrics-file", &metrics],
        &["demo", "--sample", &clip, "--metrics-file", &metrics],
    ] {
        let output = home.run(arguments);
        assert_eq!(secret_in(&output.stdout), Some("suite"), "{arguments:?}: {output:?}");
        is_silent("standard error", &output.stderr);
        home_is_silent(&home);
    }
}
