//! The agent's requests to its terminal, and which of them parlo forwards.

use super::Stage;
use crate::support::host::Abilities;
use crate::support::tmux::Size;
use crate::support::wait;

#[test]
fn requests_of_the_agent_reach_the_terminal() {
    let it = Stage::start(Abilities::Kitty);
    for (request, command) in [
        ("\u{1b}]0;◇  Ready (work)\u{7}", "◇  Ready (work)"),
        ("\u{1b}]2;another\u{1b}\\", "another"),
        ("\u{1b}]52;c;aGk=\u{7}", "52;c;aGk="),
        ("\u{1b}]9;a turn is over\u{7}", "9;a turn is over"),
        ("\u{1b}]9;4;1;50\u{1b}\\", "9;4;1;50"),
        ("\u{1b}]99;i=1:d=0;a title\u{1b}\\", "99;i=1:d=0;a title"),
        ("\u{1b}]777;notify;title;body\u{7}", "777;notify;title;body"),
    ] {
        it.write(request);
        it.host.wait_until(&format!("{request:?}"), |state| {
            state.commands.iter().any(|it| it == command || it.ends_with(&format!(";{command}")))
        });
    }
    let bells = it.host.inspect(|state| state.bells);
    it.write("\u{7}");
    it.host.wait_until("a bell", |state| state.bells == bells + 1);
    for shape in [5, 4, 2] {
        it.write(format!("\u{1b}[{shape} q"));
        it.host.wait_until("the cursor's shape", |state| state.cursor_shape == Some(shape));
    }
}

#[test]
fn links_stay_links() {
    let it = Stage::start(Abilities::Kitty);
    it.write(
        "\u{1b}[2J\u{1b}]8;id=7;https://example.org/a?b=c\u{1b}\\a link\u{1b}]8;;\u{1b}\\ no link",
    );
    it.host.wait_for_text("a link no link", wait::SOON);
    let is_link = |command: &String| {
        command.starts_with("8;") && command.ends_with(";https://example.org/a?b=c")
    };
    let is_end = |command: &String| command == "8;;";
    it.host.inspect(|state| {
        let begun = state.commands.iter().position(is_link).expect("the link's beginning");
        assert!(state.commands[begun..].iter().any(is_end), "{:?}", state.commands);
    });
}

#[test]
fn a_frame_is_one_synchronised_update() {
    let it = Stage::start(Abilities::Kitty);
    it.write("\u{1b}[10;10HFRAMED");
    it.host.wait_for_text("FRAMED", wait::SOON);
    let received = it.host.received_text();
    let at = received.find("FRAMED").expect("the frame");
    let (begin, end) = ("\u{1b}[?2026h", "\u{1b}[?2026l");
    let begun = received[..at].rfind(begin).expect("a beginning");
    assert!(!received[begun..at].contains(end), "{received:?}");
    assert!(received[at..].contains(end), "{received:?}");
}

#[test]
fn only_changes_are_written() {
    let it = Stage::start(Abilities::Kitty);
    it.write("\u{1b}[2J\u{1b}#8\u{1b}[H");
    it.host.wait_for_text("EEEEEEEE", wait::SOON);
    let before = it.host.received().len();
    it.write("x");
    it.host.wait_for_text("xEEEEEEE", wait::SOON);
    let written = it.host.received().len() - before;
    assert!(written < 200, "{written} bytes for one cell");
}

#[test]
fn after_many_resizes_the_last_size_applies_everywhere() {
    let it = Stage::start(Abilities::Kitty);
    it.write("\u{1b}[?1049h\u{1b}[31mred\u{1b}[0m 日本語 \u{1b}#8");
    for step in 0..200_u16 {
        it.host.resize(Size { columns: 1 + step * 37 % 211, rows: 1 + step * 17 % 61 });
    }
    let last = Size { columns: 61, rows: 17 };
    it.host.resize(last);
    let resized = || (it.recorder.size() == (last.columns, last.rows - 1)).then_some(());
    wait::until("the last size at the agent", wait::SOON, resized, || it.host.scene());
    it.write("\u{1b}[2J\u{1b}[16;55Hcorner");
    it.host.wait_for_text("corner", wait::SOON);
    let screen = it.host.screen();
    assert_eq!(screen.lines().nth(15).and_then(|row| row.find("corner")), Some(54), "{screen}");
}
