//! Draws the settings: a list under headings, and below it the description of the chosen one.

use parlo_core::untrusted::printable;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::editing::Editing;
use super::{Applies, Entry, HINTS, Origin, SettingKind, SettingRow, Settings};
use crate::ui::layers::line::{Line, cell, put, put_wrapped, wrapped};
use crate::ui::layers::sheet::{Hint, Parts};
use crate::ui::plain::width;
use crate::ui::theme::{Role, Theme};

/// While searching, Backspace, letters and blanks edit the search.
const SEARCH_HINTS: &[Hint] = &[
    ("Enter", "change"),
    ("Esc", "end the search"),
    ("Left Right", "other value"),
    ("Tab", "next group"),
];
const TYPING_HINTS: &[Hint] = &[("Enter", "save"), ("Esc", "cancel")];
const KEY_HINTS: &[Hint] = &[("any key", "bind it"), ("Esc", "cancel")];
const WAITING_KEY_HINTS: &[Hint] = &[
    ("Esc", "cancel"),
    ("a letter", "in the menu"),
    ("Del", "none"),
    ("other keys", "at any time"),
];

/// The approximate number of headings.
const GROUPS: usize = 8;

/// The key without its table, which the heading shows.
fn key_of(name: &str) -> &str {
    name.split_once('.').map_or(name, |(_, key)| key)
}

impl Settings {
    pub(super) fn paint(
        &mut self,
        buffer: &mut Buffer,
        area: Rect,
        theme: &Theme,
    ) -> Option<Position> {
        let hints = match &self.editing {
            None if self.search.is_some() => SEARCH_HINTS,
            None => HINTS,
            Some((_, Editing::Typed(_))) => TYPING_HINTS,
            Some((_, Editing::Key { may_wait: true })) => WAITING_KEY_HINTS,
            Some((_, Editing::Key { may_wait: false })) => KEY_HINTS,
        };
        let title = format!("Settings, kept in {}", self.file);
        let head = u16::from(self.search.is_some());
        let parts = Parts {
            title: &title,
            hints,
            columns: 76,
            rows: self.rows.len() + GROUPS,
            head,
            detail: 5,
        };
        let places = self.sheet.draw(buffer, area, theme, &parts);
        let mut cursor = None;
        if let Some(search) = &self.search {
            cursor = search.draw(buffer, places.head, "search: ", theme);
        }
        let nothing = ("no setting matches", Role::Faint);
        self.sheet.draw_rows(buffer, theme, &places, nothing, |index, columns| {
            match self.entries[index] {
                Entry::Heading(group) => vec![(group.to_owned(), Role::Busy)],
                Entry::Setting(setting) => {
                    setting_line(&self.rows[setting], columns.saturating_sub(3), theme)
                }
            }
        });
        self.paint_detail(buffer, places.detail, theme).or(cursor)
    }

    /// The description of the chosen setting; above it the field for its value, or the outcome of
    /// the last change.
    fn paint_detail(&self, buffer: &mut Buffer, area: Rect, theme: &Theme) -> Option<Position> {
        let row = self.chosen()?;
        let first = Rect { height: area.height.min(1), ..area };
        let mut rest = Rect {
            y: area.y + first.height,
            height: area.height.saturating_sub(first.height),
            ..area
        };
        let (problem, role) = &self.remark;
        let (text, role) =
            if problem.is_empty() { (about(row), Role::Faint) } else { (problem.clone(), *role) };
        let label = format!("{} = ", row.name);
        match &self.editing {
            Some((_, Editing::Typed(field))) => {
                put_wrapped(buffer, rest, &text, role, theme);
                return field.draw(buffer, first, &label, theme);
            }
            Some((_, Editing::Key { .. })) => {
                let asked = vec![(label, Role::Faint), ("press the key".to_owned(), Role::Live)];
                put(buffer, first, &asked, theme);
            }
            None => {
                let said = wrapped(row.help, usize::from(area.width)).len();
                let said = u16::try_from(said).unwrap_or(u16::MAX).min(area.height);
                put_wrapped(buffer, Rect { height: said, ..area }, row.help, Role::Text, theme);
                rest = Rect { y: area.y + said, height: area.height - said, ..area };
            }
        }
        if rest.is_empty() && !problem.is_empty() {
            // Where there is one row only, the outcome of a change replaces the description.
            rest = first;
        }
        put_wrapped(buffer, rest, &text, role, theme);
        None
    }
}

/// Key, value, and whether it is the default one.
fn setting_line(row: &SettingRow, columns: usize, theme: &Theme) -> Line {
    let (sign, role) = match row.origin {
        Origin::Default => ("  ", Role::Faint),
        Origin::File => (theme.pick("● ", "* "), Role::Good),
        Origin::Environment | Origin::CommandLine => (theme.pick("▸ ", "> "), Role::Warning),
    };
    let key_columns = (columns / 2).min(34);
    let value = if row.value.is_empty() { "not set".to_owned() } else { printable(&row.value) };
    let value_role = if row.origin == Origin::Default { Role::Faint } else { Role::Text };
    let value_columns = columns.saturating_sub(key_columns + width(sign) + 1);
    vec![
        (sign.to_owned(), role),
        (cell(key_of(row.name), key_columns, theme), Role::Text),
        (format!(" {}", cell(&value, value_columns, theme)), value_role),
    ]
}

/// Default, range and when a change takes effect, in a sentence or two.
fn about(row: &SettingRow) -> String {
    let default = if row.default.is_empty() { "not set" } else { &row.default };
    let mut text = match &row.kind {
        SettingKind::Toggle => format!("true or false; default {default}."),
        SettingKind::Choice(values) => format!("One of {}; default {default}.", values.join(", ")),
        SettingKind::Typed(range) => format!("{range}; default {default}."),
        SettingKind::Key { .. } => format!("Default {default}."),
    };
    match row.origin {
        Origin::CommandLine => text.push_str(" Set on the command line for this session."),
        Origin::Environment => text.push_str(" Set by an environment variable."),
        Origin::File | Origin::Default => {}
    }
    if row.applies == Applies::NextStart {
        text.push_str(" Takes effect when parlo is restarted.");
    }
    text
}
