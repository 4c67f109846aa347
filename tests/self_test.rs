//! The test harness itself: each piece does what the tests rely on.

use std::time::{Duration, SystemTime};

use crate::support::codex::{COMPOSER, Codex, press_enter};
use crate::support::host::{Abilities, HostTerminal};
use crate::support::model_server::{ModelServer, reply_to};
use crate::support::pulse::Room;
use crate::support::recorder::{PASTE_BEGIN, PASTE_END, Recorder};
use crate::support::tmux::{Size, Terminal, USUAL};
use crate::support::{machine, samples, wait};

#[test]
fn a_terminal_forwards_keys_pastes_and_bytes() {
    let _machine = machine::shared();
    let recorder = Recorder::new();
    let terminal = Terminal::start(USUAL, &recorder.launch());
    terminal.wait_for_text("READY", wait::START);
    let scene = || terminal.scene();

    terminal.keys(&["C-r", "C-r"]);
    terminal.type_text("a b");
    terminal.send_bytes(&[0x1b, b'[', b'A']);
    let keys = "\u{12}\u{12}a b\u{1b}[A";
    recorder.wait_for("the keys", wait::SOON, |it| it == keys, scene);

    terminal.paste("unasked");
    recorder.wait_for("a plain paste", wait::SOON, |it| it.ends_with("[Aunasked"), scene);
    recorder.enable_paste();
    terminal.wait_for_text("PASTE ON", wait::SOON);
    terminal.paste("two\nlines");
    let pasted = format!("unasked{PASTE_BEGIN}two\nlines{PASTE_END}");
    recorder.wait_for("a bracketed paste", wait::SOON, |it| it.ends_with(&pasted), scene);

    let times: Vec<Duration> = recorder.arrivals().iter().map(|it| it.monotonic).collect();
    assert!(times.is_sorted(), "{times:?}");
}

#[test]
fn a_terminal_reports_its_size_its_colours_and_the_exit_code() {
    let _machine = machine::shared();
    let recorder = Recorder::new();
    let terminal = Terminal::start(USUAL, &recorder.launch());
    terminal.wait_for_text("READY", wait::START);

    let small = Size { columns: 61, rows: 17 };
    terminal.resize(small);
    recorder.say_size();
    terminal.wait_for_text("SIZE 61x17", wait::SOON);
    recorder.emit("\u{1b}[31mred\u{1b}[0m \u{1b}]2;a title\u{7}");
    terminal.wait_for_text("red", wait::SOON);
    assert!(terminal.styled_screen().contains("\u{1b}[31mred"), "{:?}", terminal.styled_screen());
    assert_eq!(terminal.property("#{pane_title}"), "a title");

    recorder.exit(7);
    assert_eq!(terminal.wait_for_exit(wait::SOON), 7);
}

#[test]
fn the_test_terminal_answers_as_kitty_does_and_keeps_its_state() {
    let _machine = machine::shared();
    let recorder = Recorder::new();
    let mut host = HostTerminal::start(USUAL, &recorder.launch(), Abilities::Kitty);
    host.wait_for_text("READY", wait::START);
    let ready = host.arrived(b"READY", 0);
    recorder.emit("\u{1b}[>5u\u{1b}[?u\u{1b}[3;4H\u{1b}[6n\u{1b}]2;a title\u{7}\u{7}late");
    let answers = "\u{1b}[?5u\u{1b}[3;4R";
    recorder.wait_for("two answers", wait::SOON, |it| it == answers, || host.scene());
    host.wait_for_text("late", wait::SOON);
    assert!(ready.is_some() && host.arrived(b"late", 0) > ready);
    host.inspect(|state| {
        assert_eq!((state.keyboard_flags(), state.bells), (5, 1));
        assert_eq!(state.commands, ["2;a title"]);
    });
    recorder.exit(7);
    assert_eq!(host.wait_for_exit(wait::SOON), 7);
}

#[test]
fn a_played_sound_reaches_the_microphone_at_once() {
    let _machine = machine::alone();
    let folder = tempfile::tempdir().unwrap();
    let click = folder.path().join("click.wav");
    // Half a second of silence, 10 ms of a square wave, half a second of silence.
    let (lead, length) = (Duration::from_millis(500), Duration::from_millis(10));
    write_click(&click, lead, length);

    let room = Room::open();
    assert_eq!(room.listeners(), 0);
    let ear = room.listen();
    let started = SystemTime::now();
    room.play(&click).finish();
    let heard = wait::until("a click", wait::SOON, || ear.heard().first_voice, String::new);
    let last = ear.heard().last_voice.unwrap();

    let late = heard.duration_since(started).unwrap().saturating_sub(lead);
    assert!(late < Duration::from_millis(150), "the click was heard {late:?} late");
    let width = last.duration_since(heard).unwrap_or_default();
    assert!(width < Duration::from_millis(40), "the click lasted {width:?}");
}

fn write_click(path: &std::path::Path, lead: Duration, length: Duration) {
    let rate = 16_000;
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: rate,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let samples = |duration: Duration| (duration.as_millis() as u32) * rate / 1_000;
    let mut wav = hound::WavWriter::create(path, spec).unwrap();
    let square = |at: u32| if at % 16 < 8 { 20_000_i16 } else { -20_000 };
    let (silence, click) = (samples(lead), samples(length));
    for at in 0..silence + click + silence {
        let loud = (silence..silence + click).contains(&at);
        wav.write_sample(if loud { square(at) } else { 0 }).unwrap();
    }
    wav.finalize().unwrap();
}

#[test]
fn a_voice_is_heard_from_its_first_to_its_last_word() {
    let _machine = machine::alone();
    let room = Room::open();
    let ear = room.listen();
    room.play(&samples::named("g01.wav").path).finish();
    let heard = ear.heard();
    let spoken = heard.last_voice.unwrap().duration_since(heard.first_voice.unwrap()).unwrap();
    // The clip lasts 2.52 s, of which 0.16 s at its ends are silent.
    let expected = Duration::from_millis(2_250)..Duration::from_millis(2_500);
    assert!(expected.contains(&spoken), "{spoken:?}");
}

#[test]
fn a_microphone_plugged_in_again_is_heard_again() {
    let _machine = machine::shared();
    let room = Room::open();
    let _ear = room.listen();
    room.unplug("room");
    room.plug_in("room");
    room.wait_for_listeners(0, wait::SOON);
    let ear = room.listen();
    room.play(&samples::named("g11.wav").path).finish();
    let heard = || ear.heard().last_voice;
    wait::until("a voice", wait::SOON, heard, String::new);
}

#[test]
fn codex_alone_sends_a_pasted_prompt_unchanged_and_shows_the_answer() {
    let _machine = machine::shared();
    let server = ModelServer::start();
    let codex = Codex::prepare(&server);
    let terminal = Terminal::start(USUAL, &codex.launch());
    terminal.wait_for_text(COMPOSER, wait::START);
    let prompt = "Rename foo_bar to \"baz\" in $HOME & run ünïcödé tests – ok";
    terminal.paste(prompt);
    terminal.wait_for_text(prompt, wait::SOON);
    press_enter(&terminal);
    let received = server.wait_for_turn(1, wait::SOON, || terminal.scene());
    assert_eq!(received, prompt);
    terminal.wait_for_text(&reply_to(prompt), wait::SOON);
}
