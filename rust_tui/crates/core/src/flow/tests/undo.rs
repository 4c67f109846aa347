//! Undo: exactly what was typed, one text at a time, and only while that is certain.

use super::delivery::sending;
use super::held::state;
use super::*;
use crate::agent_state::{AgentState, BlockKind};
use crate::typing::{EraseUnit, Placeholder, TypingRules};

const RULES: TypingRules = TypingRules {
    while_working: crate::typing::WhileWorking::Type,
    erase_unit: EraseUnit::Grapheme,
    placeholder: Some(Placeholder { over_characters: 20, backspaces: 1 }),
};

fn undone(backspaces: usize) -> [Effect; 2] {
    [Effect::Host(HostOrder::Erase { backspaces }), notify(Notice::Undone)]
}

fn refused(notice: Notice) -> [Effect; 1] {
    [notify(notice)]
}

/// A flow that has typed these texts; the times of the script end before 10 000 ms.
fn typed_texts(settings: VoiceSettings, texts: &[&str]) -> Script {
    let mut script = Script::with(settings, true);
    script.flow.set_typing_rules(RULES);
    for (number, text) in (1_u64..).zip(texts) {
        let insert =
            Event::User(UserEvent::InsertRequested { take: NEXT, text: (*text).to_owned() });
        let at = number * 1_000;
        script.flow.step(script.at(at), insert);
        script.check(at + 5, written(NEXT), &[]);
        script.check(at + 10, wrote(), &[]);
    }
    script
}

#[test]
fn several_takes_are_undone_one_by_one() {
    let long = "a text that becomes a placeholder";
    let mut script = typed_texts(VoiceSettings::default(), &["été 🇩🇪", long, "Go."]);
    script.check(10_000, Event::User(UserEvent::UndoPressed), &undone(" Go.".len()));
    script.check(10_100, Event::User(UserEvent::UndoPressed), &undone(1));
    script.check(10_200, Event::User(UserEvent::UndoPressed), &undone(5));
    script.check(10_300, Event::User(UserEvent::UndoPressed), &refused(Notice::NothingToUndo));
    // The composer is as it was: nothing to continue.
    let insert = Event::User(UserEvent::InsertRequested { take: TAKE, text: "Go.".to_owned() });
    script.check(10_400, insert, &[typed("Go.")]);
}

#[test]
fn nothing_is_undone_before_anything_was_dictated() {
    let mut script = typed_texts(VoiceSettings::default(), &[]);
    script.check(10_000, Event::User(UserEvent::UndoPressed), &refused(Notice::NothingToUndo));
    // The notice does not say that there was a dictation.
    let notice = Notice::NothingToUndo.to_string();
    assert!(notice.starts_with("nothing to undo") && !notice.contains("came after"), "{notice}");
}

#[test]
fn nothing_is_undone_after_the_user_or_enter() {
    for act in [Event::User(UserEvent::Acted), cancelled()] {
        let mut script = typed_texts(VoiceSettings::default(), &["Go."]);
        script.flow.step(script.at(9_000), act);
        script.check(10_000, Event::User(UserEvent::UndoPressed), &refused(Notice::NothingToUndo));
    }
    let mut script = typed_texts(sending(), &["Go."]);
    script.check(1_255, Event::TimePassed, &[Effect::Host(HostOrder::PressEnter)]);
    script.check(10_000, Event::User(UserEvent::UndoPressed), &refused(Notice::NothingToUndo));
}

#[test]
fn undo_before_enter_takes_the_enter_back_too() {
    let mut script = typed_texts(sending(), &["Go."]);
    script.check(1_100, Event::User(UserEvent::UndoPressed), &undone(3));
    script.check(1_255, Event::TimePassed, &[]);
}

#[test]
fn nothing_is_undone_in_a_dialog() {
    let mut script = typed_texts(VoiceSettings::default(), &["Go."]);
    script.check(9_000, state(AgentState::Blocked(BlockKind::Permission)), &[]);
    let hold = Hold::Blocked(BlockKind::Permission);
    script.check(9_100, Event::User(UserEvent::UndoPressed), &refused(Notice::UndoRefused(hold)));
    script.check(9_200, state(AgentState::Working), &[]);
    script.check(9_600, Event::User(UserEvent::UndoPressed), &undone(3));
}

#[test]
fn where_the_count_is_not_certain_nothing_is_erased() {
    let mut script = typed_texts(VoiceSettings::default(), &["🇩🇪"]);
    script.flow.set_typing_rules(TypingRules::default());
    script.check(9_000, Event::User(UserEvent::UndoPressed), &refused(Notice::UndoUncertain));
}

#[test]
fn undo_waits_for_a_running_take() {
    let mut script = Script::listening();
    script.check(1_000, Event::User(UserEvent::UndoPressed), &refused(Notice::UndoWhileDictating));
}
