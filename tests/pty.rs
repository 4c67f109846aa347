//! The agent is untouched: what works without parlo works inside it.

use rustix::process::{Signal, kill_process};

use crate::support::parlo::Home;
use crate::support::process::has_ended;
use crate::support::recorder::{PASTE_BEGIN, PASTE_END, Recorder};
use crate::support::tmux::{Size, Terminal, USUAL};
use crate::support::wrapped::Wrapped;
use crate::support::{machine, samples, wait};

fn start() -> Wrapped {
    Wrapped::start(Home::new(), USUAL)
}

impl Wrapped {
    #[track_caller]
    fn received(&self, expected: &str) {
        let what = format!("{expected:?} at the agent");
        self.recorder.wait_for(&what, wait::SOON, |it| it == expected, || self.terminal.scene());
    }
}

#[test]
fn keys_reach_the_agent_as_the_terminal_sent_them() {
    let _machine = machine::shared();
    let it = start();
    it.terminal.type_text("hé 日本 👍~");
    it.received("hé 日本 👍~");
    // Escape alone belongs to the agent while no take is running; so do arrows, Alt and Ctrl.
    it.terminal.keys(&["Escape"]);
    it.received("hé 日本 👍~\u{1b}");
    it.terminal.keys(&["Up", "M-b", "C-c", "C-z", "Tab", "Enter", "BSpace", "F5"]);
    it.received("hé 日本 👍~\u{1b}\u{1b}[A\u{1b}b\u{3}\u{1a}\t\r\u{7f}\u{1b}[15~");
}

#[test]
fn a_paste_arrives_whole_and_bracketed_only_when_asked_for() {
    let _machine = machine::shared();
    let it = start();
    it.terminal.paste("plain");
    it.received("plain");
    it.recorder.enable_paste();
    it.terminal.wait_for_text("PASTE ON", wait::SOON);
    let long = "wörd ".repeat(4_000);
    it.terminal.paste(&format!("one\ntwo {long}"));
    it.received(&format!("plain{PASTE_BEGIN}one\ntwo {long}{PASTE_END}"));
}

#[test]
fn the_agent_has_all_rows_but_one_and_follows_the_size() {
    let _machine = machine::shared();
    let it = start();
    let wanted = |size: Size| format!("SIZE {}x{}", size.columns, size.rows - 1);
    it.recorder.say_size();
    it.terminal.wait_for_text(&wanted(USUAL), wait::SOON);
    let other = Size { columns: 72, rows: 20 };
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
fn the_agents_output_is_on_the_screen_in_its_colours() {
    let _machine = machine::shared();
    let it = start();
    it.recorder.say("日本語 ünï 👍 tail");
    it.terminal.wait_for_text("日本語 ünï 👍 tail", wait::SOON);
    it.recorder.emit("\u{1b}[1;38;2;10;200;30mgreen\u{1b}[0m\u{1b}[5;10Hplaced");
    it.terminal.wait_for_text("green", wait::SOON);
    it.terminal.wait_for("a word at its position", wait::SOON, |screen| {
        screen.lines().nth(4).is_some_and(|row| row.find("placed") == Some(9))
    });
    let styled = it.terminal.styled_screen();
    assert!(styled.contains("38;2;10;200;30mgreen"), "{styled:?}");
}

#[test]
fn queries_of_the_agent_are_answered() {
    let _machine = machine::shared();
    let it = start();
    for (query, answer) in [
        // tmux's own identity.
        ("\u{1b}[c", "\u{1b}[?1;2c"),
        ("\u{1b}[5n", "\u{1b}[0n"),
        ("\u{1b}[3;7H\u{1b}[6n", "\u{1b}[3;7R"),
        ("\u{1b}[?2026$p", "\u{1b}[?2026;2$y"),
        // The host terminal's own colours.
        ("\u{1b}]10;?\u{7}", "\u{1b}]10;rgb:c8c8/d0d0/e0e0\u{7}"),
        ("\u{1b}]11;?\u{1b}\\", "\u{1b}]11;rgb:1010/2020/3030\u{1b}\\"),
    ] {
        it.recorder.emit(query);
        let what = format!("an answer to {query:?}");
        it.recorder.wait_for(&what, wait::SOON, |got| got.contains(answer), || it.terminal.scene());
    }
}

/// Runs parlo in a shell that stays afterwards, so that the state of the terminal can be checked:
/// tmux itself changes the modes of a terminal whose program has ended.
const SHELL: &str = r#"before=$(stty -g)
"$0" "$@"
code=$?
[ "$before" = "$(stty -g)" ] && tty=restored || tty=changed
echo "ENDED $code tty $tty"
read -r _"#;

/// A ready recorder inside parlo inside a shell, with modes switched on that an agent leaves when
/// it dies.
fn start_in_a_shell() -> Wrapped {
    let recorder = Recorder::new();
    let home = Home::new();
    let shell = ["sh", "-c", SHELL, env!("CARGO_BIN_EXE_parlo")];
    let mut command: Vec<String> = shell.map(str::to_owned).into();
    command.extend(home.wrapping(&[], recorder.command()));
    let terminal = Terminal::start(USUAL, &home.launch(command));
    terminal.wait_for_text("READY", wait::START);
    recorder.emit("\u{1b}[?25l\u{1b}[?1049h\u{1b}[?1003h\u{1b}[4h");
    recorder.enable_paste();
    terminal.wait_for_text("PASTE ON", wait::SOON);
    Wrapped { terminal, recorder, home }
}

/// Checks that parlo ended and left the terminal as it was; returns its exit code.
#[track_caller]
fn left_the_terminal_intact(terminal: &Terminal) -> i32 {
    let screen = terminal.wait_for_text("ENDED ", wait::SOON);
    let modes = terminal.property("#{alternate_on}#{cursor_flag}#{mouse_any_flag}#{insert_flag}");
    assert_eq!(modes, "0100", "{screen}");
    let ended = screen.lines().find_map(|row| row.strip_prefix("ENDED ")?.split_once(" tty "));
    let (code, tty) = ended.unwrap_or_else(|| panic!("{screen}"));
    assert_eq!(tty.trim(), "restored", "{screen}");
    code.parse().unwrap()
}

#[test]
fn parlo_ends_with_the_agents_exit_code_and_restores_the_terminal() {
    let _machine = machine::shared();
    let it = start_in_a_shell();
    it.recorder.exit(42);
    assert_eq!(left_the_terminal_intact(&it.terminal), 42);
}

#[test]
fn the_agents_output_stays_on_the_terminal() {
    let _machine = machine::shared();
    let home = Home::new();
    let script = "seq 1 60; echo; printf '  \\033[1;32mdone\\033[0m %0100d\\n' 7";
    let shell = ["sh", "-c", SHELL, env!("CARGO_BIN_EXE_parlo"), "--", "sh", "-c", script];
    let size = Size { columns: 80, rows: 24 };
    let terminal = Terminal::start(size, &home.launch(shell.map(str::to_owned).into()));
    terminal.wait_for_text("ENDED ", wait::START);
    let numbers: String = (1..=60).map(|number| format!("{number}\n")).collect();
    let long = format!("{:0100}", 7);
    let expected = format!("{numbers}\n  done {long}\nENDED 0 tty restored");
    assert_eq!(terminal.history().trim_end(), expected);
    assert!(terminal.styled_screen().contains("32mdone"), "{:?}", terminal.styled_screen());
}

#[test]
fn an_error_at_the_start_leaves_the_terminal_unchanged() {
    let _machine = machine::shared();
    let home = Home::new();
    for arguments in ["--sample absent.wav -- cat", "--model absent.bin -- cat", "no-such-agent"] {
        let shell = ["sh", "-c", SHELL, env!("CARGO_BIN_EXE_parlo")];
        let words = shell.into_iter().chain(arguments.split(' '));
        let command = words.map(str::to_owned).collect();
        let terminal = Terminal::start(USUAL, &home.launch(command));
        assert_eq!(left_the_terminal_intact(&terminal), 1, "{arguments}");
    }
}

#[test]
fn an_agent_is_found_by_its_name_or_by_the_configuration() {
    let _machine = machine::shared();
    let (recorder, home) = (Recorder::new(), Home::new());
    let terminal = home.start(&recorder.command());
    terminal.wait_for_text("READY", wait::START);
    recorder.exit(3);
    assert_eq!(terminal.wait_for_exit(wait::SOON), 3);

    let recorder = Recorder::new();
    let home =
        Home::new().with_configuration(&format!("[agent]\ncommand = {:?}\n", recorder.command()));
    let terminal = home.start(&[]);
    terminal.wait_for_text("READY", wait::START);
    recorder.exit(4);
    assert_eq!(terminal.wait_for_exit(wait::SOON), 4);
}

#[test]
fn a_configured_key_dictates_from_a_file_instead_of_the_microphone() {
    let _machine = machine::shared();
    let recorder = Recorder::new();
    let home = Home::new().with_configuration("[keys]\ndictate = \"f9\"\n");
    let clip = samples::named("g13.wav");
    let sample = clip.path.to_str().unwrap();
    let terminal = home.start(&home.wrapping(&["--sample", sample], recorder.command()));
    terminal.wait_for_text("READY", wait::START);
    recorder.enable_paste();
    terminal.wait_for_text("F9 dictate", wait::SOON);
    terminal.keys(&["C-r", "F9"]);
    let expected = format!("\u{12}{PASTE_BEGIN}{}{PASTE_END}", clip.text);
    recorder.wait_for("the text", wait::SOON, |it| it == expected, || terminal.scene());
}

#[test]
fn a_signal_ends_parlo_and_its_agent_and_restores_the_terminal() {
    let _machine = machine::shared();
    let it = start_in_a_shell();
    let agent = it.recorder.process();
    kill_process(it.recorder.parent(), Signal::TERM).unwrap();
    assert_eq!(left_the_terminal_intact(&it.terminal), 143);
    wait::until(
        "the agent's end",
        wait::SOON,
        || has_ended(agent).then_some(()),
        || it.terminal.scene(),
    );
    assert!(it.home.metrics().is_empty());
}

#[test]
fn a_dumb_terminal_is_refused_with_a_remedy_and_without_queries() {
    let _machine = machine::shared();
    let home = Home::new();
    for (arguments, message) in [
        (&["--", "true"][..], "(TERM=dumb); set TERM to what it is"),
        (&["doctor", "no-such-agent"], "nothing is asked of it"),
    ] {
        let shell = ["sh", "-c", SHELL, "env", "TERM=dumb", env!("CARGO_BIN_EXE_parlo")];
        let words = shell.iter().chain(arguments).map(|word| (*word).to_owned());
        let terminal = Terminal::start(USUAL, &home.launch(words.collect()));
        let screen = terminal.wait_for_text("ENDED 1 tty restored", wait::START);
        assert!(screen.contains(message), "{screen}");
    }
}
