//! In a session in which everything has a hostile name, nothing of it acts on the host terminal or
//! is pasted into the agent.

use super::{HOSTILE, is_clean_painting};
use crate::support::host::{Abilities, HostTerminal};
use crate::support::parlo::{Home, model_folder};
use crate::support::recorder::{PASTE_BEGIN, PASTE_END, Recorder};
use crate::support::tmux::Size;
use crate::support::{machine, samples, text, wait};

const SIZE: Size = Size { columns: 150, rows: 40 };

/// A hostile title that does not end the sequence: no ESC, no BEL.
const HOSTILE_TITLE: &str = "odd\u{9b}31;7m\u{202e}\u{2066}\u{200f}\u{200b}\u{e0041} name";

/// Presses the menu key and a key in the menu, waits for what opens, and closes it.
fn open_and_close(host: &HostTerminal, letter: &str, title: &str, also: &str) {
    host.send(b"\0");
    host.wait_for_text("microphones", wait::SOON);
    host.send(letter);
    host.wait_for_text(title, wait::SOON);
    host.wait_for_text(also, wait::START);
    host.send(b"\x1b");
    let closed = || (!host.screen().contains(title)).then_some(());
    wait::until(&format!("{title} to close"), wait::SOON, closed, || host.scene());
}

#[test]
fn names_do_not_act_on_the_terminal_around_parlo() {
    let _machine = machine::shared();
    let (home, recorder) = (Home::new(), Recorder::new());
    let at = |name: &str| text(&home.path().join(name));
    let (config, model) = (at(&format!("{HOSTILE}.toml")), at(&format!("{HOSTILE}.bin")));
    let metrics = toml::Value::from(at(&format!("{HOSTILE}.jsonl")));
    // A name that is only shown in the list of microphones.
    let octal: String = HOSTILE.bytes().map(|byte| format!("\\{byte:03o}")).collect();
    let sound = format!(
        "</usr/share/alsa/alsa.conf>\npcm.\"{octal}\" {{ type null hint {{ show on description \
         \"{octal}\" }} }}\npcm.!default {{ type null hint {{ show on description \"d\" }} }}\n"
    );
    std::fs::write(at("asound.conf"), sound).unwrap();
    std::fs::write(&config, format!("[metrics]\nfile = {metrics}\n")).unwrap();
    let models = home.path().join(format!("models {HOSTILE}"));
    std::fs::create_dir(&models).unwrap();
    std::fs::write(models.join("ggml-tiny.en.bin"), HOSTILE).unwrap();
    std::os::unix::fs::symlink(model_folder().join("ggml-tiny.en.bin"), &model).unwrap();
    let environment = [("ALSA_CONFIG_PATH", at("asound.conf")), ("PARLO_MODEL_DIR", text(&models))];
    let environment = environment.map(|(name, value)| (name.to_owned(), value));
    let home = home.with_environment(environment.to_vec());

    let parlo = env!("CARGO_BIN_EXE_parlo");
    let options = ["--config", &config, "--model", &model, "--"];
    let mut command = vec![parlo.to_owned()];
    command.extend(options.map(str::to_owned));
    command.extend(recorder.command());
    let host = HostTerminal::start(SIZE, &home.launch(command), Abilities::Kitty);
    host.wait_for_text("READY", wait::START);
    // Before that parlo itself has measured zero width characters.
    let begun = host.received().len();
    // The name of the model in the status row.
    host.wait_for_text("odd ]0;PWNED", wait::SOON);

    for (introducer, end) in
        [("0;", "\u{7}"), ("2;", "\u{1b}\\"), ("9;", "\u{7}"), ("777;notify;t;", "\u{7}")]
    {
        recorder.emit(format!("\u{1b}]{introducer}{HOSTILE_TITLE}{end}"));
        recorder.emit("\u{1b}]0;before the next\u{7}");
    }
    for wanted in ["0;", "9;", "777;notify;t;"] {
        host.wait_until(wanted, |state| {
            let is_wanted =
                |it: &String| it.starts_with(&format!("{wanted}odd")) && it.ends_with(" name");
            state.commands.iter().any(is_wanted)
        });
    }

    open_and_close(&host, "d", "Microphones", "odd ]0;PWNED");
    open_and_close(&host, "m", "Speech models", "odd ]0;PWNED");
    open_and_close(&host, "s", "Settings, kept in", "odd ]0;PWNED");
    host.send(b"\0");
    host.wait_for_text("microphones", wait::SOON);
    host.send("s/metrics.file");
    host.wait_for_text("the path of a file", wait::SOON);
    is_clean_painting("a session", &host.received()[begun..]);
}

#[test]
fn no_text_ends_its_paste() {
    let _machine = machine::shared();
    let (home, recorder) = (Home::new(), Recorder::new());
    let clip = text(&samples::named("g01.wav").path);
    let mut command = vec![env!("CARGO_BIN_EXE_parlo").to_owned()];
    command.extend(home.wrapping(&["--send", "review", "--sample", &clip], recorder.command()));
    let host = HostTerminal::start(SIZE, &home.launch(command), Abilities::Kitty);
    host.wait_for_text("READY", wait::START);
    // Before that parlo itself has measured zero width characters.
    let begun = host.received().len();
    recorder.enable_paste();
    host.wait_for_text("PASTE ON", wait::SOON);
    // Pressed and released.
    host.send(b"\x1b[114;5u\x1b[114;5:3u");
    host.wait_for_text("Enter insert", wait::START);
    // Pasted into the dictated text, in pieces that cut characters and sequences; without the end
    // marker of the paste into parlo itself, which the terminal has to remove.
    let evil = HOSTILE.replace("\u{1b}[201~", "\u{1b}\u{1b}[201\u{1b}~");
    host.send([b"\x1b[200~ -", evil.as_bytes(), b"- \x1b[201"].concat());
    host.send(b"~");
    host.wait_for_text("name-", wait::SOON);
    host.send(b"\r");
    let arrived = |received: &str| received.contains(PASTE_END);
    let received = recorder.wait_for("the text", wait::START, arrived, || host.scene());
    let inside = received.strip_prefix(PASTE_BEGIN).and_then(|it| it.strip_suffix(PASTE_END));
    let inside = inside.unwrap_or_else(|| panic!("no paste: {received:?}"));
    assert!(inside.contains("odd") && inside.contains("name-"), "{inside:?}");
    let bad = inside.chars().find(|c| c.is_control() || super::is_hostile(*c));
    assert_eq!(bad, None, "{inside:?}");
    is_clean_painting("a review", &host.received()[begun..]);
}
