//! The speech models: which there are, which is in use; Enter takes one or installs it.

use parlo_core::untrusted::printable;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::line::{Line, Mark, cell, put, put_row, put_wrapped, right_cell};
use super::sheet::{Hint, Parts, Sheet, SheetEvent};
use super::{Layer, LayerEvent, LayerRequest, LayerUpdate, Reaction};
use crate::ui::keymap::{Action, KeyCode, KeyStroke};
use crate::ui::plain::width;
use crate::ui::theme::{Role, Theme};

pub(super) const HINTS: &[Hint] =
    &[("Enter", "use or install"), ("Esc", "close"), ("X", "stop installing")];

/// One model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelRow {
    /// Its name.
    pub name: String,
    /// Its size, as in `75 MiB`.
    pub size: String,
    /// How long it takes for a sentence here, as in `180 ms`; empty if that was not measured.
    pub speed: String,
    /// When to choose it.
    pub advice: String,
    /// Whether it is there.
    pub state: ModelState,
}

/// Whether a model is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ModelState {
    /// It is not.
    Missing,
    /// It is.
    Installed,
    /// It cannot be used, for this reason.
    Damaged(String),
}

/// An installation and how far it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Installing {
    /// It goes on.
    Going {
        /// The model.
        name: String,
        /// Bytes that are there.
        done_bytes: u64,
        /// Bytes there will be, where that is known.
        total_bytes: Option<u64>,
    },
    /// It was given up; what is there is kept.
    Stopped {
        /// The model.
        name: String,
    },
    /// The model is there.
    Done {
        /// The model.
        name: String,
    },
    /// It failed, with what to try.
    Failed {
        /// The model.
        name: String,
        /// What happened.
        reason: String,
    },
}

/// The open list.
#[derive(Debug)]
pub struct Models {
    rows: Option<Vec<ModelRow>>,
    used: String,
    installing: Option<Installing>,
    remark: (String, Role),
    sheet: Sheet,
}

impl Models {
    /// A list that waits for [`News::Models`]; `used` is the model in use, `installing` what is
    /// going on already.
    #[must_use]
    pub fn new(used: &str, installing: Option<Installing>) -> Self {
        Self {
            rows: None,
            used: used.to_owned(),
            installing,
            remark: (String::new(), Role::Text),
            sheet: Sheet::default(),
        }
    }

    fn rows(&self) -> &[ModelRow] {
        self.rows.as_deref().unwrap_or_default()
    }

    fn chosen(&self) -> Option<&ModelRow> {
        self.rows().get(self.sheet.list.chosen()?)
    }

    /// The model that is being installed.
    fn going(&self) -> Option<&str> {
        match &self.installing {
            Some(Installing::Going { name, .. }) => Some(name),
            _ => None,
        }
    }

    fn handle_update(&mut self, update: &LayerUpdate) -> Reaction {
        match update {
            LayerUpdate::Models(Ok(rows)) => {
                let first = self.rows.is_none();
                self.rows = Some(rows.clone());
                self.sheet.list.set_len(rows.len());
                let used = rows.iter().position(|row| row.name == self.used);
                if let Some(used) = used.filter(|_| first) {
                    self.sheet.list.choose(used);
                }
            }
            LayerUpdate::Models(Err(reason)) => {
                self.rows = Some(Vec::new());
                self.sheet.list.set_len(0);
                self.remark = (printable(reason), Role::Bad);
            }
            LayerUpdate::Installing(installing) => self.handle_installing(installing),
            LayerUpdate::ModelInUse(Ok((name, remark))) => {
                self.used.clone_from(name);
                self.remark = (printable(remark), Role::Good);
            }
            LayerUpdate::ModelInUse(Err(reason)) => self.remark = (printable(reason), Role::Bad),
            _ => return Reaction::Ignored,
        }
        Reaction::Consumed
    }

    fn handle_installing(&mut self, installing: &Installing) {
        self.remark = match installing {
            Installing::Going { .. } => (String::new(), Role::Text),
            Installing::Stopped { name } => (
                format!("{name}: stopped; what has arrived is kept, Enter goes on from there"),
                Role::Warning,
            ),
            Installing::Failed { name, reason } => {
                (format!("{name}: {}", printable(reason)), Role::Bad)
            }
            Installing::Done { name } => {
                let row = self.rows.iter_mut().flatten().find(|row| row.name == *name);
                if let Some(row) = row {
                    row.state = ModelState::Installed;
                }
                (format!("{name} is installed, its hash is right; Enter uses it"), Role::Good)
            }
        };
        self.installing =
            matches!(installing, Installing::Going { .. }).then(|| installing.clone());
    }

    fn act(&mut self) -> Reaction {
        let Some(row) = self.chosen() else { return Reaction::Consumed };
        let name = row.name.clone();
        match (&row.state, self.going()) {
            (ModelState::Installed, _) => Reaction::Want(LayerRequest::UseModel(name)),
            (_, Some(going)) if going == name => Reaction::Consumed,
            (_, Some(going)) => {
                self.remark = (format!("{going} is being installed; X stops it"), Role::Warning);
                Reaction::Consumed
            }
            (ModelState::Missing | ModelState::Damaged(_), None) => {
                Reaction::Want(LayerRequest::InstallModel(name))
            }
        }
    }

    fn line(&self, row: &ModelRow, columns: usize, theme: &Theme) -> Line {
        let names = self.rows().iter().map(|row| width(&row.name)).max().unwrap_or(0).min(24);
        let (used, going) = (row.name == self.used, self.going() == Some(&row.name));
        let (sign, role) = match &row.state {
            _ if used => (theme.pick("● ", "* "), Role::Good),
            _ if going => (theme.pick("↓ ", "v "), Role::Busy),
            ModelState::Installed => (theme.pick("✓ ", "+ "), Role::Good),
            ModelState::Damaged(_) => ("! ", Role::Bad),
            ModelState::Missing => ("  ", Role::Faint),
        };
        let name_role = if row.state == ModelState::Installed { Role::Text } else { Role::Faint };
        let mut line = vec![
            (sign.to_owned(), role),
            (cell(&printable(&row.name), names, theme), name_role),
            (right_cell(&row.size, 9, theme), Role::Faint),
        ];
        let mut left = columns.saturating_sub(names + 11);
        if left >= 9 {
            line.push((right_cell(&row.speed, 9, theme), Role::Text));
            left -= 9;
        }
        if left > 20 {
            line.push((
                format!("  {}", cell(&printable(&row.advice), left - 2, theme)),
                Role::Faint,
            ));
        }
        line
    }

    /// What stands below the list: how far the installation is, a remark, or about the chosen model.
    fn below(&self) -> (String, Role) {
        if let Some(Installing::Going { name, done_bytes, total_bytes }) = &self.installing {
            let mib = |bytes: u64| bytes as f64 / (1024.0 * 1024.0);
            let text = match total_bytes.filter(|total| *total > 0) {
                Some(total) => format!(
                    "installing {name}: {:.0} of {:.0} MiB, {:.0} %; X stops it",
                    mib(*done_bytes),
                    mib(total),
                    (100.0 * *done_bytes as f64 / total as f64).min(100.0).floor()
                ),
                None => format!("installing {name}: {:.0} MiB; X stops it", mib(*done_bytes)),
            };
            return (text, Role::Busy);
        }
        if !self.remark.0.is_empty() {
            return self.remark.clone();
        }
        match self.chosen() {
            Some(ModelRow { state: ModelState::Damaged(reason), .. }) => {
                (printable(reason), Role::Bad)
            }
            Some(row) => (printable(&row.advice), Role::Faint),
            None => (String::new(), Role::Text),
        }
    }
}

impl Layer for Models {
    fn action(&self) -> Option<Action> {
        Some(Action::Models)
    }

    fn handle(&mut self, event: &LayerEvent) -> Reaction {
        let stops = match event {
            LayerEvent::Update(update) => return self.handle_update(update),
            LayerEvent::Text("x") => true,
            LayerEvent::Stroke(key) => *key == KeyStroke::plain(KeyCode::Escape),
            _ => false,
        };
        // Esc first stops what is going on here, as it does everywhere in parlo.
        if stops && self.going().is_some() {
            return Reaction::Want(LayerRequest::StopInstalling);
        }
        match self.sheet.handle(event) {
            SheetEvent::Close => Reaction::Close,
            SheetEvent::Acts => self.act(),
            SheetEvent::Moved => {
                self.remark = (String::new(), Role::Text);
                Reaction::Consumed
            }
            SheetEvent::Other => Reaction::Consumed,
        }
    }

    fn draw(&mut self, buffer: &mut Buffer, area: Rect, theme: &Theme) -> Option<Position> {
        let advice = self.rows().iter().map(|row| width(&row.advice)).max().unwrap_or(0);
        let parts = Parts {
            title: "Speech models",
            hints: HINTS,
            columns: (advice + 46).clamp(50, 110),
            rows: 0,
            head: 0,
            detail: 2,
        };
        let places = self.sheet.draw(buffer, area, theme, &parts);
        if self.rows.is_none() {
            let row = Rect { height: places.list.height.min(1), ..places.list };
            put_row(buffer, row, &[("looking".to_owned(), Role::Busy)], theme, Mark::Plain);
        }
        for (index, row) in self.sheet.list.show(places.list) {
            let columns = usize::from(row.width).saturating_sub(3);
            let line = self.line(&self.rows()[index], columns, theme);
            let chosen = self.sheet.list.chosen() == Some(index);
            put_row(buffer, row, &line, theme, if chosen { Mark::Chosen } else { Mark::Plain });
        }
        self.sheet.draw_marks(buffer, &places, theme);
        let (text, role) = self.below();
        if places.detail.height == 1 {
            put(buffer, places.detail, &[(text, role)], theme);
        } else {
            put_wrapped(buffer, places.detail, &text, role, theme);
        }
        None
    }
}
