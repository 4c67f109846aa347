//! Bars, lines and colours.

use super::*;

const UNICODE: PrintStyle =
    PrintStyle { glyphs: Glyphs::Unicode, is_colored: false, columns: None };
const ASCII: PrintStyle = PrintStyle { glyphs: Glyphs::Ascii, ..UNICODE };

#[test]
fn a_bar_is_as_long_as_its_share_and_nothing_is_nothing() {
    assert_eq!(UNICODE.bar(1.0, 4), "████");
    assert_eq!(UNICODE.bar(0.5, 3), "█▌");
    assert_eq!(UNICODE.bar(0.001, 10), "▏");
    assert_eq!([UNICODE.bar(0.0, 10), ASCII.bar(0.0, 10)], ["", ""]);
    assert_eq!(ASCII.bar(0.5, 3), "##");
    assert_eq!(UNICODE.sparkline(&[0.0, 0.5, 1.0, 7.0]), "▁▅██");
    assert_eq!(ASCII.sparkline(&[0.0, 1.0]), "_#");
}

#[test]
fn long_lines_are_cut_at_blanks_and_long_words_anywhere() {
    assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
    assert_eq!(wrapped("a /very/long/path", 6), ["a", "/very/", "long/p", "ath"]);
    assert_eq!(wrapped("日本語 ok", 4), ["日本", "語", "ok"]);
    assert_eq!(wrapped("", 4), [""]);
}

#[test]
fn ascii_has_a_spelling_for_every_glyph() {
    assert_eq!(ASCII.spelled("tiny.en · 74 MiB × 2 − “x”"), "tiny.en, 74 MiB x 2 - ?x?");
    assert_eq!(UNICODE.spelled("a · b"), "a · b");
}

#[test]
fn only_a_coloured_look_writes_colours() {
    assert_eq!(UNICODE.paint(Tone::Bad, "no"), "no");
    let colored = PrintStyle { is_colored: true, ..UNICODE };
    assert_eq!(colored.paint(Tone::Bad, "no"), "\x1b[31mno\x1b[0m");
    assert_eq!(colored.paint(Tone::Bad, ""), "");
}
