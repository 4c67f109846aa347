//! What of a hostile text may reach a terminal, in each of its shapes.

use proptest::prelude::*;

use super::*;

/// Every range that Unicode 16 calls default-ignorable, and what reorders or breaks a line.
const HIDDEN: [(u32, u32); 20] = [
    (0xAD, 0xAD),
    (0x34F, 0x34F),
    (0x61C, 0x61C),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x200B, 0x200F),
    (0x2028, 0x202E),
    (0x2060, 0x206F),
    (0x3164, 0x3164),
    (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFF8),
    (0xFFF9, 0xFFFB),
    (0x1BCA0, 0x1BCA3),
    (0x1D173, 0x1D17A),
    (0xE0000, 0xE0FFF),
    (0x00, 0x1F),
    (0x7F, 0x9F),
];

#[test]
fn every_character_that_acts_reorders_or_hides_is_unsafe_and_no_other() {
    for character in '\0'..=char::MAX {
        let code = u32::from(character);
        let listed = HIDDEN.iter().any(|(first, last)| (*first..=*last).contains(&code));
        assert_eq!(is_unsafe(character), listed, "U+{code:04X}");
    }
}

#[test]
fn nothing_that_controls_a_terminal_is_left_of_a_row() {
    assert_eq!(printable("a\u{1b}[201~\rb\nc"), "a [201~ b c");
    assert_eq!(printable("  abc\u{202e}fed\u{2066}x\u{200b}y\u{feff} "), "abc fed x y");
    assert_eq!(printable("\u{e0041}tag"), "tag");
}

#[test]
fn blanks_stay_where_they_count() {
    assert_eq!(verbatim(" a  b\r\n\tc\u{9b}2J\u{2029}d "), " a  b c2J d ");
}

#[test]
fn what_is_printed_keeps_its_lines_and_shows_what_was_odd() {
    assert_eq!(lines("a\tb\nc\u{1b}[2J\rd\u{202e}"), "a b\nc\u{fffd}[2J\u{fffd}d\u{fffd}");
}

#[test]
fn emoji_stay_whole_and_their_parts_hide_nothing() {
    let emoji = "✔\u{fe0e} ❤\u{fe0f} ❤\u{fe0f}\u{200d}🔥 👩\u{200d}💻";
    assert_eq!(verbatim(emoji), emoji);
    assert_eq!(lines(emoji), emoji);
    assert_eq!(verbatim("a\u{200d}b\u{fe0f}字\u{200d}c \u{200d}"), "ab字c ");
    assert_eq!(verbatim("✔\u{fe0f}\u{fe0f}\u{fe0e}\u{200d}\u{200d}"), "✔\u{fe0f}\u{200d}");
}

#[test]
fn json_says_the_same_without_the_characters() {
    let json = "{\"file\":\"a\u{9b}2J\u{202e}\u{e0041}ä\"}\n";
    assert_eq!(escaped_json(json), "{\"file\":\"a\\u009b2J\\u202e\\udb40\\udc41ä\"}\n");
}

proptest! {
    #[test]
    fn no_text_gets_through(text in hostile()) {
        let is_left = |clean: &str| {
            let joined = |c: char| matches!(c, '\u{200d}' | '\u{fe0e}' | '\u{fe0f}');
            clean.chars().any(|c| is_unsafe(c) && !joined(c))
        };
        prop_assert!(!printable(&text).chars().any(is_unsafe));
        prop_assert!(!visible_line(&text).chars().any(is_unsafe));
        prop_assert!(!is_left(&verbatim(&text)));
        prop_assert!(!is_left(&lines(&text).replace('\n', "")));
        prop_assert!(!escaped_json(&text).replace('\n', "").chars().any(is_unsafe));
    }

    #[test]
    fn what_is_clean_stays_as_it_is(text in hostile()) {
        for clean in [printable, verbatim, lines, visible_line] {
            let once = clean(&text);
            prop_assert_eq!(clean(&once), once);
        }
    }
}

/// Texts of words, of sequences for terminals in all their spellings, and of anything.
fn hostile() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        any::<char>().prop_map(String::from),
        "[ a-z0-9é字]{0,6}",
        prop::sample::select(vec![
            "\u{1b}[201~",
            "\u{9b}201~",
            "\u{1b}",
            "[201~",
            "\r",
            "\n",
            "\u{202e}",
            "\u{2067}",
            "\u{200d}",
            "\u{fe0f}",
            "❤",
            "👩",
            "\u{1b}]0;x\u{7}",
            "\u{90}",
            "\u{9c}",
            "\u{85}",
        ])
        .prop_map(String::from),
    ];
    prop::collection::vec(part, 0..24).prop_map(|parts| parts.concat())
}
