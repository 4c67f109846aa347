//! Recorded sessions fed to the emulator, and painted by parlo and by tmux.

use std::time::Instant;

use parlo::session::pty::TerminalSize;
use parlo::session::terminal::{Palette, Terminal};

use super::play::SIZE;
use super::recording::Recording;
use crate::cells::snippets::{Act, Snippet, compare};
use crate::cells::view::View;
use crate::support::agent::Agent;

const AGENTS: [Agent; 4] = [Agent::Codex, Agent::Claude, Agent::Gemini, Agent::Opencode];

/// What the emulator shows at each mark of a recording, and where its cursor is.
fn screens(recording: &Recording) -> String {
    let size = TerminalSize { columns: SIZE.columns, rows: SIZE.rows, cell_pixels: None };
    let mut terminal = Terminal::new(size, Palette::default());
    let mut shown = String::new();
    let mut fed = 0;
    for mark in &recording.marks {
        let now = Instant::now();
        terminal.feed(now, &recording.bytes[fed..mark.offset]);
        fed = mark.offset;
        let modes = terminal.modes();
        let screen = terminal.screen();
        let cursor = screen.cursor.map_or("hidden".to_owned(), |cursor| {
            format!("column {}, row {}", cursor.column, cursor.row)
        });
        shown.push_str(&format!(
            "==== {}: {}; cursor {cursor}; paste {} ====\n{}\n",
            mark.name,
            mark.state,
            if modes.bracketed_paste { "bracketed" } else { "plain" },
            screen.text()
        ));
    }
    shown
}

#[test]
fn recorded_sessions_give_the_same_grid_as_before() {
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        for agent in AGENTS {
            insta::assert_snapshot!(agent.name(), screens(&Recording::load(agent)));
        }
    });
}

#[test]
fn recorded_sessions_look_in_parlo_as_they_look_in_tmux() {
    let texts: Vec<(String, String)> = AGENTS
        .into_iter()
        .flat_map(|agent| {
            let recording = Recording::load(agent);
            recording.marks.clone().into_iter().map(move |mark| {
                let bytes = recording.bytes[..mark.offset].to_vec();
                let text = String::from_utf8(bytes).expect("a mark between two characters");
                // APC, which tmux reads as a title.
                let text = text.replace("\u{1b}_G", "\u{1b}^G");
                (format!("{} {}", agent.name(), mark.name), text)
            })
        })
        .collect();
    let acts: Vec<[Act; 1]> = texts.iter().map(|(_, text)| [Act::Write(text)]).collect();
    let snippets = texts.iter().zip(&acts).map(|((name, _), acts)| Snippet { name, acts });
    // Codex erases with a background.
    compare(View::Client, SIZE, &snippets.collect::<Vec<_>>());
}

#[test]
fn every_recording_has_all_states_the_detector_knows() {
    for agent in AGENTS {
        let recording = Recording::load(agent);
        let states = recording.marks.iter().map(|mark| mark.state.as_str());
        let states: std::collections::BTreeSet<&str> = states.collect();
        assert_eq!(states.into_iter().collect::<Vec<_>>(), ["blocked", "idle", "working"]);
        assert!(recording.marks.is_sorted_by_key(|mark| mark.offset));
        assert_eq!(recording.marks.last().map(|it| it.offset), Some(recording.bytes.len()));
    }
}
