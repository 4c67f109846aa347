//! Numbers as a row of small bars.

use crate::ui::theme::Theme;

const BLOCKS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
const LETTERS: [&str; 8] = ["_", ".", "-", "~", "=", "+", "*", "#"];

/// One bar for each of the last `columns` values (0 to 1); where there are fewer, the row begins
/// with empty ones.
pub(super) fn sparkline(shares: &[f32], columns: usize, theme: &Theme) -> String {
    let bars = theme.pick(BLOCKS, LETTERS);
    let shown = &shares[shares.len().saturating_sub(columns)..];
    let empty = bars[0].repeat(columns - shown.len());
    let bar = |share: &f32| {
        // The cast is of a number from 0 to 7.
        let step = (share.clamp(0.0, 1.0) * 7.0).round();
        bars[step as usize]
    };
    empty + &shown.iter().map(bar).collect::<String>()
}
