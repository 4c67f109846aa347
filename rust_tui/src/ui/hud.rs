//! parlo's own rows at the bottom: state, level, what was heard or went wrong, latencies, keys.
//!
//! Laid out again for every frame from plain data, in one row (`minimal`), in three (`full`), or,
//! where parlo has no row, as a badge over the end of the agent's last one (`badge`). Everything
//! keeps its place in every state, so that nothing jumps; what does not fit is left out, the least
//! important first; nothing ever wraps. Untrusted text is made printable here, whatever its
//! source.

use parlo_core::decoded::Word;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::theme::Theme;

mod badge;
mod full;
mod latencies;
mod minimal;
mod parts;
mod row;
mod sparkline;

pub use latencies::Latencies;

/// What the rows show.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Hud<'a> {
    /// What parlo is doing.
    pub state: HudState<'a>,
    /// Level of the microphone in dBFS (−60 to 0), while it listens.
    pub level_dbfs: Option<f32>,
    /// Levels so far, the newest last, about fifteen a second.
    pub levels_dbfs: &'a [f32],
    /// Name of the model.
    pub model: &'a str,
    /// How long the last dictations took.
    pub latency: Latency<'a>,
    /// A message that is shown for a while.
    pub notice: Option<Notice<'a>>,
    /// The words heard so far, or those of the last take.
    pub words: &'a [HudWord],
    /// Facts that are shown in any state.
    pub indicators: Indicators,
    /// Keys and what they do, the most important first.
    pub hints: &'a [Hint<'a>],
}

/// What parlo is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum HudState<'a> {
    /// Waiting for the user.
    #[default]
    Idle,
    /// The speech model is being loaded.
    Loading,
    /// The microphone failed and is being opened again.
    Opening,
    /// The microphone is open, too little was heard so far.
    Listening,
    /// The microphone is open, and words are being decoded.
    Transcribing,
    /// The microphone is closed, the last words are being decoded.
    Finalizing,
    /// The text is ready and cannot be typed now, for this reason.
    Held(&'a str),
    /// The user reviews the text before it is typed.
    Reviewing,
    /// The text was typed.
    Done,
    /// The dictation failed, for this reason.
    Error(&'a str),
}

impl HudState<'_> {
    /// Whether parlo listens for a take.
    fn is_listening(self) -> bool {
        matches!(self, Self::Listening | Self::Transcribing)
    }

    /// Whether a take is running, so that the cancel key has to be shown.
    fn is_dictating(self) -> bool {
        self.is_listening()
            || matches!(self, Self::Opening | Self::Finalizing | Self::Held(_) | Self::Reviewing)
    }
}

/// How long dictations took, from the last voiced sample to the last byte.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Latency<'a> {
    /// Milliseconds of the last dictations, the newest last.
    pub totals_ms: &'a [u64],
    /// Half of them took at most this long.
    pub p50_ms: Option<u64>,
    /// 95 of 100 took at most this long.
    pub p95_ms: Option<u64>,
}

/// Facts that are shown in any state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Indicators {
    /// The microphone is open although no take is running.
    pub microphone_open: bool,
    /// parlo starts the next take by itself.
    pub hands_free: bool,
    /// The decoder is slower than speech.
    pub slow_decoder: bool,
}

/// A word that was heard.
#[derive(Debug, Clone, PartialEq)]
pub struct HudWord {
    /// How it is written.
    pub text: String,
    /// The decoder's confidence (0 to 1).
    pub confidence: f32,
}

impl From<&Word> for HudWord {
    fn from(word: &Word) -> Self {
        Self { text: word.text.clone(), confidence: word.confidence }
    }
}

/// A message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Notice<'a> {
    /// How bad it is.
    pub severity: Severity,
    /// Its text.
    pub text: &'a str,
}

/// How bad a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// Good to know.
    Info,
    /// Something failed.
    Error,
}

/// A key and what it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hint<'a> {
    /// As in `Ctrl+R`.
    pub key: &'a str,
    /// What it does, as in `dictate`.
    pub label: &'a str,
}

/// The rows that [`full`] needs.
const FULL_ROWS: u16 = 3;

/// Draws parlo's rows into an area: as many as it has, one or three.
pub fn draw(buffer: &mut Buffer, area: Rect, hud: &Hud, theme: &Theme) {
    let area = area.intersection(buffer.area);
    if area.is_empty() {
        return;
    }
    theme.clear(buffer, area);
    if area.height < FULL_ROWS {
        minimal::draw(buffer, area, hud, theme);
    } else {
        full::draw(buffer, area, hud, theme);
    }
}

/// Draws what must be seen where parlo has no row, over the end of the pane's last one; nothing
/// while idle.
pub fn draw_badge(buffer: &mut Buffer, pane: Rect, hud: &Hud, theme: &Theme) {
    let pane = pane.intersection(buffer.area);
    if !pane.is_empty() {
        badge::draw(buffer, pane, hud, theme);
    }
}

#[cfg(test)]
mod tests;
