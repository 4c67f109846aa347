//! From replies to rules, and from rules to widths.
#![allow(clippy::unwrap_used, reason = "rules that are not understood fail the test")]

use super::{FlagLetters, Joiner, Newer, PROBES, WidthRules, conventions, queries};

/// The replies of tmux 3.3a with the tables of glibc 2.36: columns after each probe, and after a
/// full line of 80.
pub(crate) const TMUX: [u16; 15] = [2, 2, 3, 2, 3, 3, 2, 3, 2, 5, 2, 3, 1, 1, 81];

/// A terminal with grapheme clusters and the newest tables.
const GRAPHEMES: [u16; 15] = [2, 1, 2, 3, 1, 2, 3, 3, 3, 3, 3, 3, 3, 3, 80];

#[test]
fn each_query_is_below_the_first_row() {
    let text = String::from_utf8(queries()).unwrap();
    assert_eq!(text.matches("\x1b[6n").count(), PROBES.len() + 1);
    assert!(text.split("\x1b[6n").take(PROBES.len()).all(|part| part.contains("\x1b[2H")));
}

#[test]
fn replies_become_rules() {
    let (tmux, behind) = conventions(&TMUX, 80).unwrap();
    assert!(behind);
    let expected = WidthRules {
        joiner: Joiner::Everything,
        soft_hyphen_is_shown: true,
        spacing_marks_take_a_column: true,
        trigrams_are_narrow: true,
        hangul_filler_is_wide: true,
        black_squares_are_wide: true,
        newer: [Newer::Dropped; 2],
        ..WidthRules::default()
    };
    assert_eq!(tmux, expected);
    let (graphemes, behind) = conventions(&GRAPHEMES, 80).unwrap();
    assert!(!behind);
    let expected = WidthRules {
        joiner: Joiner::Emoji,
        skin_tones_merge: true,
        flag_letters: FlagLetters::Paired,
        selector_widens: true,
        ..WidthRules::default()
    };
    assert_eq!(graphemes, expected);
    assert_eq!(conventions(&TMUX[1..], 80), None, "a reply is missing");
    assert_eq!(conventions(&[], 80), None);
}

#[test]
fn widths_follow_the_rules() {
    let tmux = conventions(&TMUX, 80).unwrap().0;
    let plain = WidthRules::default();
    let checks = [
        ('a', Some(1), Some(1)),
        ('é', Some(1), Some(1)),
        ('字', Some(2), Some(2)),
        ('\u{301}', Some(0), Some(0)),
        ('\u{ad}', Some(1), Some(0)),
        ('\u{bbe}', Some(1), Some(0)),
        ('☰', Some(1), Some(2)),
        ('㉈', Some(2), Some(1)),
        ('\u{3164}', Some(2), Some(0)),
        ('\u{1fae8}', None, Some(2)),
        ('\u{17d8}', Some(1), Some(2)),
        ('─', Some(1), Some(1)),
        ('\u{7f}', None, None),
    ];
    for (character, in_tmux, in_plain) in checks {
        assert_eq!(tmux.width(character), in_tmux, "{character:?}");
        assert_eq!(plain.width(character), in_plain, "{character:?}");
    }
    let wide = WidthRules { ambiguous_is_wide: true, ..plain };
    assert_eq!((wide.width('±'), wide.width('─'), wide.width('a')), (Some(2), Some(2), Some(1)));
}

#[test]
fn a_selector_widens_only_what_has_an_emoji() {
    let rules = WidthRules { selector_widens: true, ..WidthRules::default() };
    assert!(rules.widens('❤') && rules.widens('©') && !rules.widens('a') && !rules.widens('字'));
    assert!(!WidthRules::default().widens('❤'));
}
