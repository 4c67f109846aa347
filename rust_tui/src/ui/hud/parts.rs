//! The parts that rows are made of: the mark and the field of the state, the meter, words,
//! indicators, latency, keys.

use parlo_core::untrusted::printable;

use super::row::{GAP, Part, part_width};
use super::{Hint, Hud, HudState, HudWord, Notice, Severity};
use crate::ui::plain::{Keep, fit, width};
use crate::ui::theme::{Role, Theme};

/// The quietest level the meter shows.
const METER_FLOOR_DBFS: f32 = -60.0;
/// From this level the meter warns; at [`METER_CLIPPING_DBFS`] speech begins to distort.
const METER_LOUD_DBFS: f32 = -9.0;
const METER_CLIPPING_DBFS: f32 = -1.0;
/// Words of at least this confidence are shown like any text.
const SURE: f32 = 0.6;
/// Words below this confidence are shown as the least certain ones.
const UNSURE: f32 = 0.35;

/// The mark in front of everything: whether the microphone is open, else what parlo is doing.
pub(super) fn mark(hud: &Hud, theme: &Theme) -> (&'static str, Role) {
    match hud.state {
        HudState::Idle | HudState::Done if hud.indicators.microphone_open => {
            (theme.pick("●", "*"), Role::Live)
        }
        HudState::Idle => (theme.pick("○", "o"), Role::Faint),
        HudState::Loading | HudState::Opening => (theme.pick("○", "o"), Role::Busy),
        HudState::Listening | HudState::Transcribing => (theme.pick("●", "*"), Role::Live),
        HudState::Finalizing => (theme.pick("■", "#"), Role::Busy),
        HudState::Held(_) => (theme.pick("▲", "^"), Role::Warning),
        HudState::Reviewing => (theme.pick("►", ">"), Role::Accent),
        HudState::Done => (theme.pick("●", "+"), Role::Good),
        HudState::Error(_) => ("!", Role::Bad),
    }
}

/// The name of the state.
pub(super) fn label(state: HudState) -> &'static str {
    match state {
        HudState::Idle => "idle",
        HudState::Loading => "loading",
        HudState::Opening => "opening",
        HudState::Listening => "listening",
        HudState::Transcribing => "transcribing",
        HudState::Finalizing => "finalizing",
        HudState::Held(_) => "held",
        HudState::Reviewing => "review",
        HudState::Done => "done",
        HudState::Error(_) => "error",
    }
}

/// The style of the name of the state.
pub(super) fn label_role(state: HudState) -> Role {
    match state {
        HudState::Idle | HudState::Loading | HudState::Opening | HudState::Done => Role::Faint,
        HudState::Held(_) => Role::Warning,
        HudState::Error(_) => Role::Bad,
        _ => Role::Text,
    }
}

/// The height (0 to 1) of a level in the history, scaled to the range of speech.
pub(super) fn height(level_dbfs: f32) -> f32 {
    const QUIET_DBFS: f32 = -50.0;
    const LOUD_DBFS: f32 = -10.0;
    ((level_dbfs - QUIET_DBFS) / (LOUD_DBFS - QUIET_DBFS)).clamp(0.0, 1.0)
}

/// The level as a bar.
pub(super) fn meter(level_dbfs: Option<f32>, columns: usize, theme: &Theme) -> Part {
    let level = level_dbfs.unwrap_or(METER_FLOOR_DBFS);
    let share = ((level - METER_FLOOR_DBFS) / -METER_FLOOR_DBFS).clamp(0.0, 1.0);
    let filled = (1..=columns).filter(|step| share * columns as f32 >= *step as f32 - 0.5).count();
    let (full, rest) = theme.pick(("━", "─"), ("=", "-"));
    let role = match level {
        METER_CLIPPING_DBFS.. => Role::Bad,
        METER_LOUD_DBFS.. => Role::Warning,
        _ => Role::Good,
    };
    vec![(full.repeat(filled), role), (rest.repeat(columns - filled), Role::Faint)]
}

/// The message, or the reason of a state that has one.
pub(super) fn message(hud: &Hud) -> Option<(String, Role)> {
    let (text, role) = match (&hud.notice, hud.state) {
        (Some(Notice { severity: Severity::Error, text }), _) => (*text, Role::Bad),
        (Some(Notice { severity: Severity::Info, text }), _) => (*text, Role::Text),
        (None, HudState::Error(reason)) => (reason, Role::Bad),
        (None, HudState::Held(reason)) => (reason, Role::Text),
        (None, _) => return None,
    };
    let text = printable(text);
    (!text.is_empty()).then_some((text, role))
}

/// The newest words that fit, fainter the lower their confidence; all are faint when the take is
/// over.
pub(super) fn words(hud: &Hud, columns: usize, theme: &Theme) -> Part {
    let role_of = |word: &HudWord| match (role_of(word.confidence), hud.state) {
        (Role::Word, HudState::Idle) => Role::Faint,
        (_, HudState::Idle) => Role::Guess,
        (role, _) => role,
    };
    let words: Vec<(String, Role)> = hud
        .words
        .iter()
        .map(|word| (printable(&word.text), role_of(word)))
        .filter(|(text, _)| !text.is_empty())
        .collect();
    let total = words.iter().map(|(text, _)| width(text) + 1).sum::<usize>().saturating_sub(1);
    let ellipsis = theme.pick("…", "..");
    let mut room = columns;
    let mut shown: Vec<&(String, Role)> = Vec::new();
    let is_cut = total > columns;
    if is_cut {
        room = room.saturating_sub(width(ellipsis) + 1);
    }
    for word in words.iter().rev() {
        let wanted = width(&word.0) + usize::from(!shown.is_empty());
        if wanted > room {
            break;
        }
        room -= wanted;
        shown.push(word);
    }
    let mut part = Part::new();
    if is_cut {
        match (shown.is_empty(), words.last()) {
            // A single word that is longer than the row: its end is shown.
            (true, Some((text, role))) => {
                return vec![(fit(text, columns, Keep::End, ellipsis), *role)];
            }
            _ => part.push((format!("{ellipsis} "), Role::Faint)),
        }
    }
    for (index, (text, role)) in shown.into_iter().rev().enumerate() {
        let space = if index == 0 { "" } else { " " };
        part.push((format!("{space}{text}"), *role));
    }
    part
}

fn role_of(confidence: f32) -> Role {
    if confidence >= SURE {
        Role::Word
    } else if confidence >= UNSURE {
        Role::Unsure
    } else {
        Role::Guess
    }
}

/// A key and what it does.
pub(super) fn hint(hint: &Hint) -> Part {
    vec![(format!("{} ", printable(hint.key)), Role::Accent), (printable(hint.label), Role::Faint)]
}

/// The indicators, the most important first. While parlo listens, its state says that the
/// microphone is open.
pub(super) fn indicators(hud: &Hud) -> Vec<Part> {
    let one = |text: &str, role| vec![(text.to_owned(), role)];
    let mut parts = Vec::new();
    if hud.indicators.microphone_open && !hud.state.is_listening() {
        parts.push(one("mic open", Role::Live));
    }
    if hud.indicators.slow_decoder {
        parts.push(one("slow decoder", Role::Warning));
    }
    if hud.indicators.hands_free {
        parts.push(one("hands-free", Role::Accent));
    }
    parts
}

/// The name of the model.
pub(super) fn model(hud: &Hud) -> Option<Part> {
    let name = printable(hud.model);
    (!name.is_empty()).then(|| vec![(name, Role::Faint)])
}

/// Parts with gaps between them, as one.
pub(super) fn joined(parts: Vec<Part>) -> Part {
    let mut all = Part::new();
    for part in parts {
        if part_width(&part) > 0 {
            if !all.is_empty() {
                all.push((" ".repeat(GAP), Role::Surface));
            }
            all.extend(part);
        }
    }
    all
}
