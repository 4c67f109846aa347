//! What [`Scrollback`] draws over the lines: matches, the selection, and the status.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{CellRange, Mode, Scrollback};
use crate::ui::plain::{Keep, fit, width};
use crate::ui::theme::{Role, Theme};

/// The keys while text is being selected, after a search, and otherwise.
pub(in crate::ui::layers) const SELECTING: &[(&str, &str)] = &[("y", "copy"), ("Esc", "drop")];
pub(in crate::ui::layers) const SEARCHED: &[(&str, &str)] =
    &[("Esc", "live"), ("n", "older"), ("N", "newer"), ("v", "select"), ("/", "search")];
const VIEWING: &[(&str, &str)] = &[("Esc", "live"), ("/", "search"), ("v", "select")];

impl Scrollback {
    /// Marks the matches and the selection.
    pub(super) fn draw_marks(&self, buffer: &mut Buffer, theme: &Theme) {
        for hit in &self.view.hits {
            self.mark(buffer, *hit, Role::Match, theme);
        }
        for range in [self.found, self.selection].into_iter().flatten() {
            self.mark(buffer, range, Role::Selection, theme);
        }
    }

    fn mark(&self, buffer: &mut Buffer, range: CellRange, role: Role, theme: &Theme) {
        let (start, end) = (range.0.min(range.1), range.0.max(range.1));
        let last_column = self.area.width.saturating_sub(1);
        for row in 0..self.area.height {
            let line = self.line_at(row);
            if line < start.line || line > end.line {
                continue;
            }
            let from = if line == start.line { start.column } else { 0 };
            let to = if line == end.line { end.column.min(last_column) } else { last_column };
            for column in from..=to {
                let place = Position::new(self.area.x + column, self.area.y + row);
                if let Some(cell) = buffer.cell_mut(place) {
                    cell.set_style(theme.style(role));
                }
            }
        }
    }

    /// The position and the keys, at the end of the last row; while a search is typed, the prompt.
    /// Returns the position of the cursor.
    pub(super) fn draw_status(&self, buffer: &mut Buffer, theme: &Theme) -> Option<Position> {
        if (self.closes_on_release && self.view.above == 0) || self.area.is_empty() {
            return None;
        }
        let columns = usize::from(self.area.width);
        let mut parts = vec![(" ".to_owned(), Role::Surface)];
        let mut cursor_column = None;
        if let Mode::Asking(text) = &self.mode {
            let room = columns.saturating_sub(" search  ".len());
            let text = fit(text, room, Keep::End, theme.pick("…", ".."));
            parts.push(("search ".to_owned(), Role::Faint));
            parts.push((text, Role::Text));
            cursor_column = Some(parts.iter().map(|(text, _)| width(text)).sum::<usize>());
            parts.push(("  ".to_owned(), Role::Surface));
        } else {
            let (above, history) = (self.view.above, self.view.history);
            parts.push((format!("{} {above}", theme.pick("↑", "^")), Role::Title));
            parts.push((format!(" of {history}"), Role::Faint));
            if self.remark.is_empty() {
                self.add_hints(&mut parts, columns);
            } else {
                parts.push((format!("  {}", self.remark), Role::Text));
            }
            parts.push((" ".to_owned(), Role::Surface));
        }
        let wanted = parts.iter().map(|(text, _)| width(text)).sum::<usize>().min(columns);
        let wanted = u16::try_from(wanted).unwrap_or(self.area.width);
        let place = Rect {
            x: self.area.right() - wanted,
            y: self.area.bottom() - 1,
            width: wanted,
            height: 1,
        };
        theme.clear(buffer, place);
        let mut x = place.x;
        for (text, role) in &parts {
            let room = usize::from(place.right().saturating_sub(x));
            (x, _) = buffer.set_stringn(x, place.y, text, room, theme.style(*role));
        }
        let column = u16::try_from(cursor_column?).ok()?;
        Some(Position::new((place.x + column).min(place.right().saturating_sub(1)), place.y))
    }

    fn add_hints(&self, parts: &mut Vec<(String, Role)>, columns: usize) {
        let hints: &[(&str, &str)] = match (&self.mode, self.selection) {
            (Mode::Selecting, _) | (_, Some(_)) => SELECTING,
            _ if !self.search.is_empty() => SEARCHED,
            _ => VIEWING,
        };
        let mut used: usize = parts.iter().map(|(text, _)| width(text)).sum::<usize>() + 1;
        for (key, label) in hints {
            used += width(key) + width(label) + 3;
            if used > columns {
                break;
            }
            parts.push((format!("  {key} "), Role::Accent));
            parts.push(((*label).to_owned(), Role::Faint));
        }
    }
}
