//! Nothing is typed or pressed into a dialog: texts are held, Enter is dropped, undo refused.

use super::delivery::{decided, sending};
use super::*;
use crate::agent_state::{AgentState, BlockKind};
use crate::typing::{TypingRules, WhileWorking};

const ASKS: Hold = Hold::Blocked(BlockKind::Permission);

pub(super) fn state(state: AgentState) -> Event {
    Event::Agent(AgentEvent::StateChanged(state))
}

fn blocked() -> Event {
    state(AgentState::Blocked(BlockKind::Permission))
}

fn way(obstruction: Option<Obstruction>) -> Event {
    Event::Agent(AgentEvent::ObstructionChanged(obstruction))
}

/// Lets the take say something; its decode, job 1, ends at 1 700 ms.
fn says(script: &mut Script, text: &str, expected: &[Effect]) {
    script.listen();
    let end = script.ended(EndCause::Silence, 1_000, 1_500);
    script.check(1_520, end, &[decode(1, DecodeKind::Final, 1_250)]);
    script.check(1_700, finished(1, text), expected);
}

fn held_script() -> Script {
    let mut script = Script::new();
    script.check(0, blocked(), &[]);
    says(&mut script, "Run it.", &[notify(Notice::Held(ASKS))]);
    script
}

#[test]
fn text_is_held_while_a_dialog_is_open_and_typed_when_it_is_gone() {
    let mut script = held_script();
    assert_eq!(script.phase(), Phase::Held);
    assert_eq!((script.flow.hold(), script.flow.waiting_text()), (Some(ASKS), Some("Run it.")));
    assert_eq!(script.flow.next_deadline(), None, "a dialog may stand open for hours");
    script.check(3_000, blocked(), &[]);
    script.check(9_000, state(AgentState::Working), &[]);
    assert_eq!(script.flow.next_deadline(), Some(script.at(9_400)));
    script.check(9_400, Event::TimePassed, &[typed("Run it.")]);
    script.check(9_405, written(TAKE), &[]);
    let records = script.check(9_410, wrote(), &[]);
    // How long the dialog stood open is not parlo's latency.
    assert_eq!((records[0].total, records[0].state), (None, "done"));
}

#[test]
fn escape_takes_held_text_back() {
    let mut script = held_script();
    assert!(script.flow.wants_cancel());
    let records = script.check(2_000, cancelled(), &[notify(Notice::Cancelled)]);
    assert_eq!((records[0].cancelled, records[0].state), (true, "held"));
    script.check(2_100, state(AgentState::Idle), &[]);
    assert_eq!(script.phase(), Phase::Idle);
}

#[test]
fn what_is_said_meanwhile_is_appended() {
    let mut script = held_script();
    script.check(
        2_000,
        Event::User(UserEvent::DictationToggled { next: NEXT }),
        &[Effect::Voice(VoiceOrder::Listen { take: NEXT })],
    );
    // The dialog closes while the second take listens: its text joins the first.
    script.check(2_100, state(AgentState::Idle), &[]);
    assert_eq!(
        second_text(&mut script),
        Effect::Host(HostOrder::Type { take: NEXT, text: "Run it. Then commit.".to_owned() })
    );
    let records = script.check(3_300, Event::SessionEnded, &[]);
    assert_eq!(records.len(), 2);
}

#[test]
fn a_second_take_that_is_cancelled_leaves_the_first() {
    let mut script = held_script();
    script.check(
        2_000,
        Event::User(UserEvent::DictationToggled { next: NEXT }),
        &[Effect::Voice(VoiceOrder::Listen { take: NEXT })],
    );
    script.check(
        2_100,
        cancelled(),
        &[Effect::Voice(VoiceOrder::Drop { take: NEXT }), notify(Notice::Cancelled)],
    );
    assert_eq!(script.phase(), Phase::Held);
    script.check(2_200, state(AgentState::Idle), &[]);
    script.check(2_600, Event::TimePassed, &[typed("Run it.")]);
}

#[test]
fn the_gap_between_two_dialogs_is_not_typed_into() {
    let mut script = held_script();
    script.check(2_000, state(AgentState::Working), &[]);
    script.check(2_399, wrote(), &[]);
    script.check(2_399, blocked(), &[]);
    script.check(2_400, Event::TimePassed, &[]);
    script.check(5_000, state(AgentState::Working), &[]);
    script.check(5_399, wrote(), &[]);
    script.check(5_400, wrote(), &[typed("Run it.")]);
}

#[test]
fn an_enter_is_dropped_when_a_dialog_opens_before_it() {
    let mut script = decided(sending(), true, &[typed("Hello.")]);
    script.check(1_705, written(TAKE), &[]);
    let notice = [notify(Notice::EnterNotPressed(ASKS))];
    assert_eq!(script.check(1_800, blocked(), &notice).len(), 1);
    script.check(1_955, Event::TimePassed, &[]);
    script.check(2_000, state(AgentState::Idle), &[]);
    assert_eq!(script.phase(), Phase::Idle);
}

#[test]
fn held_text_is_sent_only_after_its_own_delay() {
    let mut script = Script::with(sending(), true);
    script.check(0, blocked(), &[]);
    says(&mut script, "Hello.", &[notify(Notice::Held(ASKS))]);
    script.check(2_000, state(AgentState::Idle), &[]);
    script.check(2_400, Event::TimePassed, &[typed("Hello.")]);
    script.check(2_405, written(TAKE), &[]);
    script.check(2_654, Event::TimePassed, &[]);
    script.check(2_655, Event::TimePassed, &[Effect::Host(HostOrder::PressEnter)]);
}

#[test]
fn an_enter_is_dropped_when_the_user_goes_on_typing() {
    let mut script = decided(sending(), true, &[typed("Hello.")]);
    script.check(1_705, written(TAKE), &[]);
    script.check(1_800, Event::User(UserEvent::Acted), &[notify(Notice::EnterIsYours)]);
    script.check(1_955, Event::TimePassed, &[]);
}

#[test]
fn what_is_in_the_way_for_a_moment_is_waited_for_without_a_word() {
    for obstruction in [Obstruction::UserPaste, Obstruction::Repainting] {
        let mut script = Script::new();
        script.check(0, way(Some(obstruction)), &[]);
        says(&mut script, "Run it.", &[]);
        script.check(1_720, way(None), &[typed("Run it.")]);
        script.check(1_725, written(TAKE), &[]);
        let records = script.check(1_730, wrote(), &[]);
        assert_eq!(records[0].total, Some(Duration::from_millis(1_725 - 1_020)));
    }
}

#[test]
fn an_enter_that_is_due_waits_for_the_end_of_a_repaint() {
    let mut script = decided(sending(), true, &[typed("Hello.")]);
    script.check(1_705, written(TAKE), &[]);
    script.check(1_950, way(Some(Obstruction::Repainting)), &[]);
    script.check(1_955, Event::TimePassed, &[]);
    script.check(1_970, way(None), &[Effect::Host(HostOrder::PressEnter)]);
    // Had the repaint shown a dialog, it would have been dropped.
    let mut script = decided(sending(), true, &[typed("Hello.")]);
    script.check(1_705, written(TAKE), &[]);
    script.check(1_950, way(Some(Obstruction::Repainting)), &[]);
    script.check(1_955, Event::TimePassed, &[]);
    script.check(1_965, blocked(), &[notify(Notice::EnterNotPressed(ASKS))]);
    script.check(1_970, way(None), &[]);
}

#[test]
fn an_enter_that_stays_due_is_left_to_the_user() {
    let mut script = decided(sending(), true, &[typed("Hello.")]);
    script.check(1_705, written(TAKE), &[]);
    script.check(1_950, way(Some(Obstruction::Repainting)), &[]);
    script.check(1_955, Event::TimePassed, &[]);
    assert_eq!(script.flow.next_deadline(), Some(script.at(11_955)));
    let hold = Hold::Obstructed(Obstruction::Repainting);
    script.check(11_955, Event::TimePassed, &[notify(Notice::EnterNotPressed(hold))]);
    assert_eq!(script.phase(), Phase::Idle);
    script.check(12_000, way(None), &[]);
}

#[test]
fn a_dialog_that_comes_while_the_text_is_written_takes_the_enter_away() {
    for gone_at in [1_704, 2_000] {
        let mut script = decided(sending(), true, &[typed("Hello.")]);
        script.check(1_703, blocked(), &[]);
        let written = (1_705, written(TAKE));
        let not_pressed = [notify(Notice::EnterNotPressed(ASKS))];
        let gone = (gone_at, state(AgentState::Idle));
        let first_gone = gone_at < 1_705;
        for (ms, event) in if first_gone { [gone, written] } else { [written, gone] } {
            let is_written = ms == 1_705;
            script.check(ms, event, if is_written { &not_pressed } else { &[] });
        }
        script.check(2_500, Event::TimePassed, &[]);
        assert_eq!(script.phase(), Phase::Idle);
    }
}

#[test]
fn an_agent_without_a_composer_at_work_gets_its_text_when_it_is_idle() {
    let mut script = Script::new();
    let while_working = WhileWorking::Hold;
    script.flow.set_typing_rules(TypingRules { while_working, ..TypingRules::default() });
    script.check(0, state(AgentState::Working), &[]);
    says(&mut script, "Run it.", &[notify(Notice::Held(Hold::Busy))]);
    script.check(5_000, state(AgentState::Idle), &[typed("Run it.")]);
}

#[test]
fn an_agent_with_one_takes_text_at_work() {
    let mut script = Script::new();
    script.check(0, state(AgentState::Working), &[]);
    says(&mut script, "Run it.", &[typed("Run it.")]);
}

#[test]
fn an_earlier_text_is_inserted_by_the_same_rules() {
    let insert =
        |text: &str| Event::User(UserEvent::InsertRequested { take: NEXT, text: text.to_owned() });
    let again = |text: &str| Effect::Host(HostOrder::Type { take: NEXT, text: text.to_owned() });
    let mut script = Script::new();
    script.check(0, insert("Run\u{1b}[31m it.\r"), &[again("Run [31m it.")]);
    assert!(script.check(5, written(NEXT), &[]).is_empty());
    assert!(script.check(9, wrote(), &[]).is_empty(), "it is no take");
    script.check(20, blocked(), &[]);
    script.check(30, insert("Go on."), &[notify(Notice::Held(ASKS))]);
    script.check(40, state(AgentState::Idle), &[]);
    script.check(440, Event::TimePassed, &[again(" Go on.")]);
    script.check(450, insert("\u{7}"), &[]);
}
