//! The agent is untouched: what works without parlo works inside it.

use crate::support::parlo::Home;
use crate::support::recorder::{PASTE_BEGIN, PASTE_END, Recorder};
use crate::support::tmux::{Size, Terminal, USUAL};
use crate::support::{machine, wait};

/// A recorder inside parlo, ready.
struct Wrapped {
    terminal: Terminal,
    recorder: Recorder,
    home: Home,
}

impl Wrapped {
    fn start() -> Wrapped {
        let recorder = Recorder::new();
        let home = Home::new();
        let terminal = home.start(&home.wrapping(&[], recorder.command()));
        terminal.wait_for_text("READY", wait::START);
        Wrapped {
            terminal,
            recorder,
            home,
        }
    }

    #[track_caller]
    fn received(&self, expected: &str) {
        let what = format!("{expected:?} at the agent");
        self.recorder.wait_for(
            &what,
            wait::SOON,
            |it| it == expected,
            || self.terminal.scene(),
        );
    }
}

#[test]
fn keys_reach_the_agent_as_the_terminal_sent_them() {
    let _machine = machine::shared();
    let it = Wrapped::start();
    it.terminal.type_text("hé 日本 👍~");
    it.received("hé 日本 👍~");
    // Escape alone belongs to the agent while no take is running; so do the arrows, Alt and Ctrl.
    it.terminal.keys(&["Escape"]);
    it.received("hé 日本 👍~\u{1b}");
    it.terminal
        .keys(&["Up", "M-b", "C-c", "C-z", "Tab", "Enter", "BSpace", "F5"]);
    it.received("hé 日本 👍~\u{1b}\u{1b}[A\u{1b}b\u{3}\u{1a}\t\r\u{7f}\u{1b}[15~");
}

#[test]
fn a_paste_arrives_whole_and_bracketed_only_when_asked_for() {
    let _machine = machine::shared();
    let it = Wrapped::start();
    it.terminal.paste("plain");
    it.received("plain");
    it.recorder.enable_paste();
    it.terminal.wait_for_text("PASTE ON", wait::SOON);
    let long = "wörd ".repeat(4_000);
    it.terminal.paste(&format!("one\ntwo {long}"));
    it.received(&format!("plain{PASTE_BEGIN}one\ntwo {long}{PASTE_END}"));
}

#[test]
fn the_agent_has_the_terminal_but_for_the_status_row_and_follows_its_size() {
    let _machine = machine::shared();
    let it = Wrapped::start();
    let wanted = |size: Size| format!("SIZE {}x{}", size.columns, size.rows - 1);
    it.recorder.say_size();
    it.terminal.wait_for_text(&wanted(USUAL), wait::SOON);
    let other = Size {
        columns: 72,
        rows: 20,
    };
    it.terminal.resize(other);
    wait::until(
        "the new size at the agent",
        wait::SOON,
        || {
            it.recorder.say_size();
            it.terminal.screen().contains(&wanted(other)).then_some(())
        },
        || it.terminal.scene(),
    );
}

#[test]
fn what_the_agent_paints_is_on_the_screen_in_its_colours() {
    let _machine = machine::shared();
    let it = Wrapped::start();
    it.recorder.say("日本語 ünï 👍 tail");
    it.terminal.wait_for_text("日本語 ünï 👍 tail", wait::SOON);
    it.recorder
        .emit("\u{1b}[1;38;2;10;200;30mgreen\u{1b}[0m\u{1b}[5;10Hplaced");
    it.terminal.wait_for_text("green", wait::SOON);
    it.terminal
        .wait_for("a word at its place", wait::SOON, |screen| {
            screen
                .lines()
                .nth(4)
                .is_some_and(|row| row.find("placed") == Some(9))
        });
    let styled = it.terminal.styled_screen();
    assert!(styled.contains("38;2;10;200;30mgreen"), "{styled:?}");
}

#[test]
fn what_the_agent_asks_the_terminal_is_answered() {
    let _machine = machine::shared();
    let it = Wrapped::start();
    for (query, answer) in [
        ("\u{1b}[c", "\u{1b}[?"),
        ("\u{1b}[3;7H\u{1b}[6n", "\u{1b}[3;7R"),
        ("\u{1b}[?2026$p", "\u{1b}[?2026;"),
        ("\u{1b}]11;?\u{7}", "\u{1b}]11;rgb:"),
    ] {
        it.recorder.emit(query);
        let what = format!("an answer to {query:?}");
        it.recorder.wait_for(
            &what,
            wait::SOON,
            |got| got.contains(answer),
            || it.terminal.scene(),
        );
    }
}

#[test]
fn the_agents_exit_code_is_parlos_and_the_terminal_is_as_before() {
    let _machine = machine::shared();
    let recorder = Recorder::new();
    let home = Home::new();
    let parlo = home.wrapping(&[], recorder.command());
    let script = "before=$(stty -g); \"$0\" \"$@\"; code=$?; \
                  [ \"$before\" = \"$(stty -g)\" ] && echo TTY RESTORED; exit $code";
    let mut command: Vec<String> = ["sh", "-c", script, env!("CARGO_BIN_EXE_parlo")]
        .map(str::to_owned)
        .into();
    command.extend(parlo);
    let terminal = Terminal::start(USUAL, &home.launch(command));
    terminal.wait_for_text("READY", wait::START);
    // What an agent leaves switched on when it dies.
    recorder.emit("\u{1b}[?25l\u{1b}[?1049h\u{1b}[?1003h");
    recorder.exit(42);
    assert_eq!(terminal.wait_for_exit(wait::SOON), 42);
    terminal.wait_for_text("TTY RESTORED", wait::SOON);
    let modes = terminal.property("#{alternate_on}#{cursor_flag}#{mouse_any_flag}#{insert_flag}");
    assert_eq!(modes, "0100", "{}", terminal.scene());
}

#[test]
fn a_signal_ends_parlo_and_its_agent() {
    let _machine = machine::shared();
    let it = Wrapped::start();
    let screen = it.terminal.screen();
    let ready = screen
        .lines()
        .find_map(|row| row.trim().strip_prefix("READY "));
    let agent: i32 = ready
        .expect("the agent's process id")
        .trim()
        .parse()
        .unwrap();
    let parlo: i32 = it.terminal.property("#{pane_pid}").parse().unwrap();
    let [agent, parlo] = [agent, parlo].map(|id| rustix::process::Pid::from_raw(id).unwrap());
    rustix::process::kill_process(parlo, rustix::process::Signal::TERM).unwrap();
    it.terminal.wait_for_end(wait::SOON);
    wait::until(
        "the agent's end",
        wait::SOON,
        || rustix::process::test_kill_process(agent).err(),
        || it.terminal.scene(),
    );
    assert_eq!(it.terminal.property("#{alternate_on}#{cursor_flag}"), "01");
    assert!(it.home.metrics().is_empty());
}
