//! One row of a layer: parts of text with their roles, put into cells, cut and padded by width.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::ui::plain::{Keep, fit, width};
use crate::ui::theme::{Role, Theme};

/// The parts of a row, from left to right.
pub(super) type Line = Vec<(String, Role)>;

/// Columns before every row of a list, for the mark of the chosen one.
pub(super) const MARGIN: usize = 2;

/// Writes a row of a list. The chosen one has a mark and reversed colours.
pub(super) fn put_row(
    buffer: &mut Buffer,
    row: Rect,
    line: &[(String, Role)],
    theme: &Theme,
    is_chosen: bool,
) {
    let symbol = if is_chosen { theme.pick("› ", "> ") } else { "  " };
    let mut parts = vec![(symbol.to_owned(), Role::Text)];
    parts.extend(line.iter().cloned());
    put(buffer, row, &parts, theme);
    if is_chosen {
        buffer.set_style(row.intersection(buffer.area), theme.style(Role::Selection));
    }
}

/// Writes the parts of a row, as far as they fit.
pub(super) fn put(buffer: &mut Buffer, row: Rect, line: &[(String, Role)], theme: &Theme) {
    let row = row.intersection(buffer.area);
    if row.is_empty() {
        return;
    }
    let mut x = row.x;
    for (text, role) in line {
        let room = usize::from(row.right().saturating_sub(x));
        x = buffer.set_stringn(x, row.y, text, room, theme.style(*role)).0;
    }
}

/// A text cut or padded to exactly a number of columns.
pub(super) fn cell(text: &str, columns: usize, theme: &Theme) -> String {
    let mut text = fit(text, columns, Keep::Start, theme.pick("…", "..."));
    let missing = columns.saturating_sub(width(&text));
    text.extend(std::iter::repeat_n(' ', missing));
    text
}

/// A text right-aligned in a number of columns.
pub(super) fn right_cell(text: &str, columns: usize, theme: &Theme) -> String {
    let text = fit(text, columns, Keep::Start, theme.pick("…", "..."));
    format!("{}{text}", " ".repeat(columns.saturating_sub(width(&text))))
}

/// A text in rows of at most a number of columns, broken between words where possible.
pub fn wrapped(text: &str, columns: usize) -> Vec<String> {
    let mut rows = Vec::new();
    let mut row = String::new();
    for word in text.split_whitespace() {
        let gap = usize::from(!row.is_empty());
        if width(&row) + gap + width(word) <= columns {
            row.extend(std::iter::repeat_n(' ', gap));
            row.push_str(word);
            continue;
        }
        if !row.is_empty() {
            rows.push(std::mem::take(&mut row));
        }
        for character in word.chars() {
            let mut bytes = [0; 4];
            if width(&row) + width(character.encode_utf8(&mut bytes)) > columns.max(2) {
                rows.push(std::mem::take(&mut row));
            }
            row.push(character);
        }
    }
    if !row.is_empty() {
        rows.push(row);
    }
    rows
}

/// Writes a text over the rows of an area; what does not fit ends in an ellipsis.
pub(super) fn put_wrapped(buffer: &mut Buffer, area: Rect, text: &str, role: Role, theme: &Theme) {
    let columns = usize::from(area.width);
    let rows = wrapped(text, columns);
    let last = usize::from(area.height).saturating_sub(1);
    for (index, (row, text)) in area.rows().zip(&rows).enumerate() {
        let text = if index == last && rows.len() > last + 1 {
            let ellipsis = theme.pick("…", "...");
            let kept = fit(text, columns.saturating_sub(width(ellipsis)), Keep::Start, "");
            format!("{kept}{ellipsis}")
        } else {
            text.clone()
        };
        put(buffer, row, &[(text, role)], theme);
    }
}
