//! Changes the chosen setting: to the next value, a typed one, or a pressed key.

use super::{Field, LayerEvent, LayerRequest, Reaction, Role, SettingKind, Settings};
use crate::ui::input::MouseEventKind;
use crate::ui::keymap::{KeyCode, KeyStroke, written};

/// How a setting is being changed.
#[derive(Debug)]
pub(super) enum Editing {
    /// Its value is being typed.
    Typed(Field),
    /// Its key is about to be pressed.
    Key { may_wait: bool },
}

/// The setting whose key may be Esc.
const TAKES_ESCAPE: &str = "keys.cancel";

impl Settings {
    /// Begins to edit the chosen setting, or changes it at once where it has few values.
    pub(super) fn begin(&mut self) -> Reaction {
        let Some(row) = self.chosen() else { return Reaction::Consumed };
        let editing = match row.kind {
            SettingKind::Toggle | SettingKind::Choice(_) => return self.change(1),
            SettingKind::Typed(_) => Editing::Typed(Field::of(&row.value)),
            SettingKind::Key { may_wait } => Editing::Key { may_wait },
        };
        self.editing = Some((row.name, editing));
        self.remark = (String::new(), Role::Text);
        Reaction::Consumed
    }

    /// Chooses the next value, or the one before.
    pub(super) fn change(&mut self, by: isize) -> Reaction {
        let Some(row) = self.chosen() else { return Reaction::Consumed };
        let toggle = ["true".to_owned(), "false".to_owned()];
        let values: &[String] = match &row.kind {
            SettingKind::Toggle => &toggle,
            SettingKind::Choice(values) => values,
            SettingKind::Typed(_) | SettingKind::Key { .. } => return Reaction::Consumed,
        };
        let Ok(count) = isize::try_from(values.len()) else { return Reaction::Consumed };
        let present = values.iter().position(|value| *value == row.value).unwrap_or(0);
        let present = isize::try_from(present).unwrap_or(0);
        let next = usize::try_from((present + by).rem_euclid(count.max(1))).unwrap_or(0);
        let Some(value) = values.get(next) else { return Reaction::Consumed };
        Reaction::Want(LayerRequest::Set { name: row.name, value: Some(value.clone()) })
    }

    pub(super) fn handle_in_editing(&mut self, event: &LayerEvent) -> Reaction {
        let Some((name, editing)) = &mut self.editing else { return Reaction::Ignored };
        let name = *name;
        match (editing, event) {
            (Editing::Key { may_wait }, _) => {
                let may_wait = *may_wait;
                self.handle_key(name, may_wait, event)
            }
            (_, LayerEvent::Stroke(key)) if *key == KeyStroke::plain(KeyCode::Escape) => {
                self.stop_editing()
            }
            (Editing::Typed(field), LayerEvent::Stroke(key))
                if *key == KeyStroke::plain(KeyCode::Enter) =>
            {
                let value = field.text().to_owned();
                // Unchanged: not a choice of the user.
                if self.rows.iter().any(|row| row.name == name && row.value == value) {
                    return self.stop_editing();
                }
                Reaction::Want(LayerRequest::Set { name, value: Some(value) })
            }
            (Editing::Typed(field), event) => {
                field.handle(event);
                Reaction::Consumed
            }
        }
    }

    fn stop_editing(&mut self) -> Reaction {
        self.editing = None;
        self.remark = (String::new(), Role::Text);
        Reaction::Consumed
    }

    fn handle_key(&mut self, name: &'static str, may_wait: bool, event: &LayerEvent) -> Reaction {
        let value = match event {
            LayerEvent::Stroke(key) if *key == KeyStroke::plain(KeyCode::Escape) => {
                if name != TAKES_ESCAPE {
                    return self.stop_editing();
                }
                "esc".to_owned()
            }
            LayerEvent::Stroke(key) if may_wait && *key == KeyStroke::plain(KeyCode::Delete) => {
                "none".to_owned()
            }
            LayerEvent::Stroke(key) => written(*key),
            // A letter becomes a key of the menu where the action may be there; otherwise it is
            // refused with a message that says what is possible.
            LayerEvent::Text(text) => {
                let Some(typed) = text.chars().next() else { return Reaction::Consumed };
                let key = written(KeyStroke::typing(typed));
                if may_wait { format!("menu {key}") } else { key }
            }
            LayerEvent::Mouse(event) if matches!(event.kind, MouseEventKind::Press(_)) => {
                return self.stop_editing();
            }
            _ => return Reaction::Consumed,
        };
        Reaction::Want(LayerRequest::Set { name, value: Some(value) })
    }
}
