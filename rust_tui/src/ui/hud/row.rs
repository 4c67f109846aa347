//! Puts styled pieces of text into a row.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::ui::plain::width;
use crate::ui::theme::{Role, Theme};

/// Columns between the parts of a row.
pub(super) const GAP: usize = 2;
/// Columns left free at both ends of a row.
pub(super) const MARGIN: usize = 1;

/// Pieces of text that stay together.
pub(super) type Part = Vec<(String, Role)>;

/// The columns a part takes.
pub(super) fn part_width(part: &[(String, Role)]) -> usize {
    part.iter().map(|(text, _)| width(text)).sum()
}

/// The columns parts take, each with a gap in front.
pub(super) fn parts_width(parts: &[Part]) -> usize {
    parts.iter().map(|part| part_width(part) + GAP).sum()
}

/// The parts, the most important first, that fit into a number of columns with a gap in front of
/// each. A part that does not fit leaves room for a shorter, less important one.
pub(super) fn that_fit(parts: Vec<Part>, columns: usize) -> Vec<Part> {
    let mut fitting = Vec::new();
    for part in parts {
        if parts_width(&fitting) + part_width(&part) + GAP <= columns {
            fitting.push(part);
        }
    }
    fitting
}

/// Writes a part from one column of the area's first row up to another.
pub(super) fn put(
    buffer: &mut Buffer,
    area: Rect,
    columns: std::ops::Range<usize>,
    part: &[(String, Role)],
    theme: &Theme,
) {
    let end = columns.end.min(usize::from(area.width));
    let mut column = columns.start;
    for (text, role) in part {
        let room = end.saturating_sub(column);
        let Some(x) = u16::try_from(column).ok().filter(|_| room > 0) else { return };
        let (next, _) = buffer.set_stringn(area.x + x, area.y, text, room, theme.style(*role));
        column = usize::from(next - area.x);
    }
}
