//! What measurements and answers mean, and how it is shown.

use std::time::Duration;

use parlo_core::device::{DeviceCause, DeviceFailure};

use super::microphone::judged;
use super::report::lines;
use super::terminal::{self, Environment};
use super::*;
use crate::cmd::asking::Asked;
use crate::session::terminal::HostCapabilities;
use crate::ui::theme::Colors;
use crate::voice::SoundCheck;

fn good_sound() -> SoundCheck {
    SoundCheck {
        rate_hz: 48_000,
        channels: 2,
        opened_in: Duration::from_millis(42),
        heard: Duration::from_secs(1),
        pace: Some(1.0),
        room_dbfs: Some(-61.6),
        peak_dbfs: -40.2,
        voiced: 0.0,
        clipped: 0.0,
        invalid: 0.0,
        is_digital_silence: false,
        lost_samples: 0,
    }
}

#[test]
fn a_sound_is_judged_by_its_worst_problem() {
    let good = judged("default", Ok(good_sound()));
    assert_eq!(good.verdict, Verdict::Ok);
    assert_eq!(good.notes, ["room -62 dBFS · peak -40 dBFS", "first sound after 42 ms"]);
    let good = good_sound;
    for (sound, words) in [
        (SoundCheck { is_digital_silence: true, ..good() }, "unmute"),
        (SoundCheck { invalid: 0.1, ..good() }, "connect it again"),
        (SoundCheck { clipped: 0.02, ..good() }, "lower the input level"),
        (SoundCheck { lost_samples: 3, ..good() }, "close programs"),
        (SoundCheck { pace: Some(0.6), ..good() }, "close programs"),
        (SoundCheck { rate_hz: 8_000, ..good() }, "another profile"),
        (SoundCheck { room_dbfs: Some(-30.0), ..good() }, "headset"),
    ] {
        let check = judged("default", Ok(sound));
        assert_eq!(check.verdict, Verdict::Warn, "{check:?}");
        assert!(check.remedy.as_ref().unwrap().contains(words), "{check:?}");
    }
    let voice = judged("default", Ok(SoundCheck { room_dbfs: None, ..good() }));
    assert!(voice.notes[0].starts_with("a voice all the while"), "{voice:?}");
    let failure = DeviceFailure { device: "usb".to_owned(), cause: DeviceCause::Busy };
    let check = judged("usb", Err(failure));
    assert_eq!((check.verdict, check.finding.as_str()), (Verdict::Fail, "microphone in use"));
    assert!(check.remedy.unwrap().starts_with("close the program that uses it"));
}

fn of_terminal(host: HostCapabilities, took_ms: u64, colors: Colors) -> Vec<Check> {
    let asked = Asked { host, keys: Vec::new(), took: Duration::from_millis(took_ms) };
    let environment = Environment { colors, no_color: false, term: "xterm-256color".to_owned() };
    terminal::judged(&asked, (80, 24), &environment)
}

fn named<'a>(checks: &'a [Check], name: &str) -> &'a Check {
    checks.iter().find(|check| check.name == name).unwrap()
}

#[test]
fn a_terminal_that_is_said_to_be_none_gets_a_remedy() {
    for (term, says) in [("", "TERM is not set"), ("dumb", "can draw nothing")] {
        let check = terminal::unable(term);
        assert_eq!(check.verdict, Verdict::Warn);
        assert!(check.finding.contains(says), "{check:?}");
        assert!(check.remedy.unwrap().starts_with("set TERM to"), "{term:?}");
    }
}

#[test]
fn the_checks_of_a_terminal_say_what_it_means_for_its_user() {
    let able = HostCapabilities {
        has_answered: true,
        version: Some("kitty(0.35.2)".to_owned()),
        kitty_keyboard: true,
        modes: vec![(2026, 2), (2004, 2)],
        primary_attributes: vec![62, 52],
        ..HostCapabilities::default()
    };
    let checks = of_terminal(able.clone(), 20, Colors::True);
    assert_eq!(checks.len(), 6);
    assert!(checks.iter().all(|check| check.verdict == Verdict::Ok), "{checks:?}");
    assert!(named(&checks, "keyboard").finding.contains("holding the key to talk works"));

    let late = of_terminal(able.clone(), 400, Colors::True);
    assert_eq!(named(&late, "terminal").verdict, Verdict::Warn);

    let tmux = HostCapabilities {
        has_answered: true,
        version: Some("tmux 3.3a".to_owned()),
        modes: vec![(2004, 0)],
        capabilities: vec![("RGB".to_owned(), Some(String::new()))],
        ..HostCapabilities::default()
    };
    let checks = of_terminal(tmux, 20, Colors::Indexed);
    for (name, remedy) in [
        ("keyboard", "outside of tmux"),
        ("paste", "another terminal"),
        ("clipboard", "set-clipboard on"),
        ("colours", "COLORTERM=truecolor"),
    ] {
        let check = named(&checks, name);
        assert_eq!(check.verdict, Verdict::Warn, "{check:?}");
        assert!(check.remedy.as_ref().unwrap().contains(remedy), "{check:?}");
    }
    let mute = of_terminal(HostCapabilities::default(), 1_000, Colors::Ansi);
    assert_eq!(mute.len(), 2, "nothing is said of what is not known: {mute:?}");
    assert!(mute[0].finding.contains("answers no question"));
}

fn shown(check: &Check, columns: Option<usize>, glyphs: Glyphs) -> String {
    lines(check, &PrintStyle { glyphs, is_colored: false, columns }).join("\n")
}

#[test]
fn a_check_is_laid_out_for_the_width_there_is() {
    let check = Check::warn("microphone", "default · 48000 Hz", "unmute it in the settings")
        .note("digital silence: not even the noise of a room");
    assert_eq!(
        shown(&check, Some(80), Glyphs::Unicode),
        "  ! microphone     default · 48000 Hz\n\
         \x20                  digital silence: not even the noise of a room\n\
         \x20                  → unmute it in the settings"
    );
    assert_eq!(
        shown(&check, Some(28), Glyphs::Ascii),
        "warn microphone\n  default, 48000 Hz\n  digital silence: not even\n  the noise of a room\n  \
         -> unmute it in the\n     settings"
    );
    let long = Check::ok("log", "word ".repeat(60));
    assert_eq!(shown(&long, None, Glyphs::Unicode).lines().count(), 1, "nothing wraps in a pipe");
}

#[test]
fn what_is_quoted_acts_on_no_terminal_and_an_error_is_split_where_its_remedy_begins() {
    let check =
        Check::failed("agent", "no \u{1b}[2Jagent; install one; or two\n 1 | x\n   | ^", "?");
    assert_eq!(check.finding, "no [2Jagent");
    assert_eq!(check.remedy.as_deref(), Some("install one; or two"));
    assert_eq!(check.notes, [" 1 | x", "   | ^"]);
    assert_eq!(Check::failed("agent", "gone", "look").remedy.as_deref(), Some("look"));
}
