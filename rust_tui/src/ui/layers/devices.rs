//! The window of microphones: lists them and marks the one in use; Enter uses another.

use parlo_core::untrusted::printable;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::line::{cell, put, put_wrapped};
use super::list::Picked;
use super::sheet::{Hint, Parts, Sheet};
use super::{Layer, LayerEvent, LayerRequest, LayerUpdate, Reaction};
use crate::ui::keymap::Action;
use crate::ui::plain::width;
use crate::ui::theme::{Role, Theme};

pub(super) const HINTS: &[Hint] = &[("Enter", "use"), ("Esc", "close"), ("R", "refresh")];

/// One microphone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceRow {
    /// Its name in the configuration.
    pub name: String,
    /// Its formats.
    pub formats: String,
    /// Whether it is the system's default.
    pub is_default: bool,
}

/// The state of the list.
#[derive(Debug, Default)]
enum Known {
    #[default]
    Loading,
    Found(Vec<DeviceRow>),
    Failed(String),
}

/// The open list.
#[derive(Debug, Default)]
pub struct Devices {
    known: Known,
    /// The name in the configuration.
    used: Option<String>,
    remark: (String, Role),
    sheet: Sheet,
}

impl Devices {
    /// A list that waits for [`LayerUpdate::Devices`]; `used` is the microphone in use, `None` for
    /// the default one.
    pub fn new(used: Option<String>) -> Self {
        Self { used, ..Self::default() }
    }

    fn found(&self) -> &[DeviceRow] {
        match &self.known {
            Known::Found(rows) => rows,
            Known::Loading | Known::Failed(_) => &[],
        }
    }

    /// The row of the microphone in use; the default one is first.
    fn used_row(&self) -> Option<usize> {
        let Some(used) = &self.used else { return Some(0) };
        let found = self.found();
        let exact = found.iter().position(|row| row.name == *used);
        let alike = || {
            let folded = used.to_lowercase();
            found.iter().position(|row| row.name.to_lowercase().contains(&folded))
        };
        exact.or_else(alike).map(|row| row + 1)
    }

    fn act(&mut self) -> Reaction {
        match self.sheet.list.chosen() {
            Some(0) => Reaction::Want(LayerRequest::UseDevice(None)),
            Some(row) => match self.found().get(row - 1) {
                Some(device) => Reaction::Want(LayerRequest::UseDevice(Some(device.name.clone()))),
                None => Reaction::Consumed,
            },
            None => Reaction::Consumed,
        }
    }

    /// Name and role of a row of the list.
    fn row(&self, index: usize) -> (String, &str) {
        let found = self.found();
        let Some(device) = index.checked_sub(1).and_then(|index| found.get(index)) else {
            let default = found.iter().find(|row| row.is_default);
            let name = default.map_or(String::new(), |row| format!(" ({})", printable(&row.name)));
            return (format!("the system's default{name}"), "");
        };
        (printable(&device.name), &device.formats)
    }
}

impl Layer for Devices {
    fn action(&self) -> Option<Action> {
        Some(Action::Devices)
    }

    fn handle(&mut self, event: &LayerEvent) -> Reaction {
        if *event == LayerEvent::Text("r") {
            self.known = Known::Loading;
            self.sheet.list.set_len(0);
            return Reaction::Want(LayerRequest::ListDevices);
        }
        match self.sheet.handle(event) {
            Picked::Close => Reaction::Close,
            Picked::Activated => self.act(),
            Picked::Moved | Picked::Nothing => Reaction::Consumed,
        }
    }

    fn update(&mut self, update: &LayerUpdate) {
        match update {
            LayerUpdate::Devices(Ok(rows)) => {
                let first = matches!(self.known, Known::Loading);
                self.known = Known::Found(rows.clone());
                self.sheet.list.set_len(rows.len() + 1);
                if let Some(used) = self.used_row().filter(|_| first) {
                    self.sheet.list.choose(used);
                }
            }
            LayerUpdate::Devices(Err(reason)) => {
                self.known = Known::Failed(printable(reason));
                self.sheet.list.set_len(1);
            }
            LayerUpdate::Device(Ok((used, remark))) => {
                self.used.clone_from(used);
                self.remark = (printable(remark), Role::Good);
            }
            LayerUpdate::Device(Err(reason)) => self.remark = (printable(reason), Role::Bad),
            _ => {}
        }
    }

    fn draw(&mut self, buffer: &mut Buffer, area: Rect, theme: &Theme) -> Option<Position> {
        let names = (0..self.sheet.list.len()).map(|index| width(&self.row(index).0));
        let columns = (names.max().unwrap_or(0) + 2).clamp(44, 76);
        let title = "Microphones";
        let parts = Parts { title, hints: HINTS, columns, detail: 2, ..Parts::default() };
        let places = self.sheet.draw(buffer, area, theme, &parts);
        let used = self.used_row();
        let nothing = ("searching", Role::Busy);
        self.sheet.draw_rows(buffer, theme, &places, nothing, |index, columns| {
            let sign = if used == Some(index) { theme.pick("● ", "* ") } else { "  " };
            let name = cell(&self.row(index).0, columns.saturating_sub(5), theme);
            vec![(sign.to_owned(), Role::Good), (name, Role::Text)]
        });
        let (remark, role) = match (&self.known, &self.remark) {
            (Known::Loading, _) => return None,
            (Known::Failed(reason), _) => (reason.clone(), Role::Bad),
            (_, (remark, role)) if !remark.is_empty() => (remark.clone(), *role),
            _ => {
                let chosen = self.sheet.list.chosen().unwrap_or(0);
                (printable(self.row(chosen).1), Role::Faint)
            }
        };
        if places.detail.height == 1 {
            put(buffer, places.detail, &[(remark, role)], theme);
        } else {
            put_wrapped(buffer, places.detail, &remark, role, theme);
        }
        None
    }
}
