//! Backspaces that were counted in the real agents.

use super::*;

const FAMILY: &str = "👩‍👩‍👧 ok 🇩🇪 é";

fn rules(erase_unit: EraseUnit) -> TypingRules {
    let placeholder = Some(Placeholder { over_characters: 800, backspaces: 1 });
    TypingRules { erase_unit, placeholder, ..TypingRules::default() }
}

#[test]
fn backspaces_as_codex_claude_and_gemini_take_them() {
    // Measured: codex and claude took 8 of them for the family, gemini 13.
    assert_eq!(rules(EraseUnit::Grapheme).backspaces(FAMILY), Some(8));
    assert_eq!(rules(EraseUnit::CodePoint).backspaces(FAMILY), Some(13));
    for unit in [EraseUnit::Grapheme, EraseUnit::CodePoint] {
        assert_eq!(rules(unit).backspaces("héllo wörld"), Some(11));
    }
}

#[test]
fn where_it_is_not_known_only_a_plain_text_is_undone() {
    let unsure = TypingRules::default();
    assert_eq!(unsure.backspaces("Run the tests."), Some(14));
    assert_eq!(unsure.backspaces("für wörter"), Some(10));
    assert_eq!(unsure.backspaces(FAMILY), None);
    assert_eq!(unsure.backspaces("e\u{301}"), None);
}

#[test]
fn a_placeholder_goes_as_one() {
    let rules = rules(EraseUnit::Grapheme);
    assert_eq!(rules.backspaces(&"x".repeat(800)), Some(800));
    assert_eq!(rules.backspaces(&"x".repeat(801)), Some(1));
}
