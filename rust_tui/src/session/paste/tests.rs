//! Which characters of a text reach the composer.

use super::{PasteMode, encode};

#[test]
fn brackets_only_when_the_agent_asked() {
    assert_eq!(encode("fix it", PasteMode::Bracketed), b"\x1b[200~fix it\x1b[201~");
    assert_eq!(encode("fix it", PasteMode::Raw), b"fix it");
}

#[test]
fn every_control_character_is_removed() {
    for mode in [PasteMode::Bracketed, PasteMode::Raw] {
        let controls: String = (0..=0x9fu8).map(char::from).filter(|c| c.is_control()).collect();
        let text = format!("a{controls}b");
        let bytes = encode(&text, mode);
        let inner =
            String::from_utf8_lossy(&bytes).replace("\x1b[200~", "").replace("\x1b[201~", "");
        assert!(inner.chars().all(|c| !c.is_control()), "{inner:?}");
        assert!(inner.starts_with('a') && inner.ends_with('b'));
    }
}

#[test]
fn a_paste_end_cannot_be_smuggled_in() {
    let attack = "one\x1b[201~\rrm -rf\u{9b}201~\r";
    let bytes = encode(attack, PasteMode::Bracketed);
    let text = String::from_utf8_lossy(&bytes);
    assert_eq!(text.matches("\x1b[201~").count(), 1);
    assert!(text.ends_with("\x1b[201~"));
    assert!(!text.contains('\r') && !text.contains('\u{9b}'));
}

#[test]
fn characters_that_reorder_or_hide_are_not_pasted() {
    let attack = "run \u{202e}tset\u{202c}\u{200b}\u{2028}now\u{e0041}\u{feff}";
    assert_eq!(encode(attack, PasteMode::Raw), b"run tset now");
}

#[test]
fn line_breaks_become_one_space() {
    assert_eq!(encode("one\r\ntwo\tthree", PasteMode::Raw), b"one two three");
}

#[test]
fn nothing_printable_means_nothing_is_sent() {
    assert_eq!(encode("\x1b\x07\0", PasteMode::Bracketed), b"");
    assert_eq!(encode("", PasteMode::Bracketed), b"");
}

#[test]
fn text_that_is_not_ascii_is_kept() {
    assert_eq!(encode("größe 字", PasteMode::Raw), "größe 字".as_bytes());
}
