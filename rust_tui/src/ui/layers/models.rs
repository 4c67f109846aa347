//! The window of speech models: lists them and marks the one in use; Enter uses or installs one.

use parlo_core::untrusted::printable;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::line::{Line, cell, put, put_wrapped, right_cell};
use super::list::Picked;
use super::sheet::{Hint, Parts, Sheet};
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
    /// Decode time of a sentence on this machine, as in `180 ms`; empty if not measured.
    pub speed: String,
    /// When to choose it.
    pub advice: String,
    /// Whether it is installed.
    pub state: ModelState,
}

/// Whether a model is installed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ModelState {
    /// It is not installed.
    Missing,
    /// It is installed.
    Installed,
    /// It cannot be used, for this reason.
    Damaged(String),
}

/// An installation and its progress.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Installing {
    /// It is running.
    Running {
        /// The model.
        name: String,
        /// Bytes downloaded.
        done_bytes: u64,
        /// Bytes in total, if known.
        total_bytes: Option<u64>,
    },
    /// It was stopped; the partial download is kept.
    Stopped {
        /// The model.
        name: String,
    },
    /// The model is installed.
    Done {
        /// The model.
        name: String,
    },
    /// It failed.
    Failed {
        /// The model.
        name: String,
        /// The reason and the remedy.
        reason: String,
    },
}

/// The open list.
#[derive(Debug, Default)]
pub struct Models {
    rows: Option<Vec<ModelRow>>,
    used: String,
    installing: Option<Installing>,
    remark: (String, Role),
    sheet: Sheet,
}

impl Models {
    /// A list that waits for [`LayerUpdate::Models`]; `used` is the model in use, `installing` the
    /// current installation.
    pub fn new(used: &str, installing: Option<Installing>) -> Self {
        Self { used: used.to_owned(), installing, ..Self::default() }
    }

    fn rows(&self) -> &[ModelRow] {
        self.rows.as_deref().unwrap_or_default()
    }

    fn chosen(&self) -> Option<&ModelRow> {
        self.rows().get(self.sheet.list.chosen()?)
    }

    /// The model that is being installed.
    fn installing_name(&self) -> Option<&str> {
        match &self.installing {
            Some(Installing::Running { name, .. }) => Some(name),
            _ => None,
        }
    }

    fn handle_installing(&mut self, installing: &Installing) {
        self.remark = match installing {
            Installing::Running { .. } => (String::new(), Role::Text),
            Installing::Stopped { name } => (
                format!("{name}: stopped; the partial download is kept, Enter resumes it"),
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
                (format!("{name} is installed and verified; Enter uses it"), Role::Good)
            }
        };
        self.installing =
            matches!(installing, Installing::Running { .. }).then(|| installing.clone());
    }

    fn act(&mut self) -> Reaction {
        let Some(row) = self.chosen() else { return Reaction::Consumed };
        let name = row.name.clone();
        match (&row.state, self.installing_name()) {
            (ModelState::Installed, _) => Reaction::Want(LayerRequest::UseModel(name)),
            (_, Some(other)) if other == name => Reaction::Consumed,
            (_, Some(other)) => {
                self.remark = (format!("{other} is being installed; X stops it"), Role::Warning);
                Reaction::Consumed
            }
            (ModelState::Missing | ModelState::Damaged(_), None) => {
                Reaction::Want(LayerRequest::InstallModel(name))
            }
        }
    }

    fn line(&self, row: &ModelRow, columns: usize, theme: &Theme) -> Line {
        let names = self.rows().iter().map(|row| width(&row.name)).max().unwrap_or(0).min(24);
        let (used, installing) = (row.name == self.used, self.installing_name() == Some(&row.name));
        let (sign, role) = match &row.state {
            _ if used => (theme.pick("● ", "* "), Role::Good),
            _ if installing => (theme.pick("↓ ", "v "), Role::Busy),
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

    /// The text below the list: the progress of an installation, a remark, or about the chosen
    /// model.
    fn below(&self) -> (String, Role) {
        if let Some(Installing::Running { name, done_bytes, total_bytes }) = &self.installing {
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
            LayerEvent::Text("x") => true,
            LayerEvent::Stroke(key) => *key == KeyStroke::plain(KeyCode::Escape),
            _ => false,
        };
        // Esc first stops the installation: everywhere in parlo it cancels what is running.
        if stops && self.installing_name().is_some() {
            return Reaction::Want(LayerRequest::StopInstalling);
        }
        match self.sheet.handle(event) {
            Picked::Close => Reaction::Close,
            Picked::Activated => self.act(),
            Picked::Moved => {
                self.remark = (String::new(), Role::Text);
                Reaction::Consumed
            }
            Picked::Nothing => Reaction::Consumed,
        }
    }

    fn update(&mut self, update: &LayerUpdate) {
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
            _ => {}
        }
    }

    fn draw(&mut self, buffer: &mut Buffer, area: Rect, theme: &Theme) -> Option<Position> {
        let advice = self.rows().iter().map(|row| width(&row.advice)).max().unwrap_or(0);
        let (title, columns) = ("Speech models", (advice + 46).clamp(50, 110));
        let parts = Parts { title, hints: HINTS, columns, detail: 2, ..Parts::default() };
        let places = self.sheet.draw(buffer, area, theme, &parts);
        let nothing = if self.rows.is_none() { "loading" } else { "" };
        self.sheet.draw_rows(buffer, theme, &places, (nothing, Role::Busy), |index, columns| {
            self.line(&self.rows()[index], columns.saturating_sub(3), theme)
        });
        let (text, role) = self.below();
        if places.detail.height == 1 {
            put(buffer, places.detail, &[(text, role)], theme);
        } else {
            put_wrapped(buffer, places.detail, &text, role, theme);
        }
        None
    }
}
