//! What parlo opens over the agent: a stack of layers that consume or ignore events.
//!
//! While a layer is open no key reaches the agent. An event goes to the topmost layer first; what
//! it ignores goes to the one below. A layer does nothing itself: it returns a [`LayerRequest`],
//! which `cmd` performs, and gets the result as a [`LayerUpdate`].

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::input::MouseEvent;
use super::keymap::{Action, KeyStroke};
use super::theme::Theme;

mod devices;
mod errors;
mod field;
mod help;
mod history;
mod line;
mod list;
mod menu;
mod models;
mod review;
mod scrollback;
mod settings;
mod sheet;

pub use devices::{DeviceRow, Devices};
pub use errors::{ErrorRow, Errors};
pub use help::Help;
pub use history::{History, TakeRow};
pub use line::wrapped;
pub use menu::Menu;
pub use models::{Installing, ModelRow, ModelState, Models};
pub use review::Review;
pub use scrollback::{CellRange, ScrollCommand, Scrollback, Spot, View};
pub use settings::{Applies, Origin, SettingKind, SettingRow, Settings};

/// What happens to a layer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum LayerEvent<'a> {
    /// A key that types no text.
    Stroke(KeyStroke),
    /// Typed text.
    Text(&'a str),
    /// Pasted text; it may hold several lines.
    Pasted(&'a str),
    /// The mouse.
    Mouse(MouseEvent),
}

/// A layer's reaction to an event.
#[derive(Debug, Clone, PartialEq)]
pub enum Reaction {
    /// It is not for this layer.
    Ignored,
    /// It is handled.
    Consumed,
    /// Close the layer.
    Close,
    /// Keep the layer and perform a request.
    Want(LayerRequest),
    /// Close the layer and perform a request.
    CloseAndWant(LayerRequest),
}

/// What a layer asks for.
#[derive(Debug, Clone, PartialEq)]
pub enum LayerRequest {
    /// Perform this action, as if its key had been pressed.
    Act(Action),
    /// List the microphones; [`LayerUpdate::Devices`] follows.
    ListDevices,
    /// Use this microphone from the next take on, or the system's default one;
    /// [`LayerUpdate::Device`] follows.
    UseDevice(Option<String>),
    /// Decode with this installed model; [`LayerUpdate::ModelInUse`] follows.
    UseModel(String),
    /// Install this model; [`LayerUpdate::Installing`] follows.
    InstallModel(String),
    /// Stop the running installation.
    StopInstalling,
    /// Set a setting to a value as typed, or to its default; [`LayerUpdate::Setting`] follows.
    Set {
        /// Table and key, as in `voice.send`.
        name: &'static str,
        /// `None` for the default.
        value: Option<String>,
    },
    /// Type the text of a take again.
    InsertTake(u128),
    /// Decode a take again, with this installed model.
    TranscribeTake {
        /// The take.
        take: u128,
        /// The model's name.
        model: String,
    },
    /// Type the reviewed text.
    AcceptReview(String),
    /// Type it and press Enter.
    SendReview(String),
    /// Cancel the running take, or else discard the text under review.
    DiscardReview,
    /// Copy a text to the clipboard of the host terminal.
    Copy(String),
    /// Move the view of the agent's scrollback, search it, or copy from it.
    Scroll(ScrollCommand),
}

/// What has changed.
#[derive(Debug, Clone, PartialEq)]
pub enum LayerUpdate {
    /// The microphones, or why they cannot be listed.
    Devices(Result<Vec<DeviceRow>, String>),
    /// The microphone in use (`None`: the default one) with a remark, or the error.
    Device(Result<(Option<String>, String), String>),
    /// The models, or the error.
    Models(Result<Vec<ModelRow>, String>),
    /// Progress of an installation.
    Installing(Installing),
    /// The model that is in use or being loaded, with a remark, or the error.
    ModelInUse(Result<(String, String), String>),
    /// All current settings.
    Settings(Vec<SettingRow>),
    /// Outcome of changing a setting: a remark, or what is wrong with the value.
    Setting {
        /// Table and key.
        name: &'static str,
        /// The remark or the error.
        outcome: Result<String, String>,
    },
    /// The notices so far, newest first.
    Errors(Vec<ErrorRow>),
    /// The takes so far, newest first.
    Takes(Vec<TakeRow>),
    /// A remark on a request about a take.
    Take(String),
    /// More text for the review line.
    Offered(String),
    /// Why the user is asked to type in the review line.
    Untranscribed(String),
    /// The lines of the scrollback that are in view.
    Scrolled(View),
    /// The match of a search, if any.
    Found(Option<CellRange>),
    /// The number of characters copied.
    Copied(usize),
}

/// A window over the agent that takes the keys.
pub trait Layer {
    /// The action that opens and closes it; `None` for the review line, which parlo opens by
    /// itself.
    fn action(&self) -> Option<Action>;

    /// Handles an event.
    fn handle(&mut self, event: &LayerEvent) -> Reaction;

    /// Takes a change of what it may show.
    fn update(&mut self, _: &LayerUpdate) {}

    /// Draws itself into the area above parlo's rows, as large as it needs, and returns the
    /// position of the cursor, if it shows one.
    fn draw(&mut self, buffer: &mut Buffer, area: Rect, theme: &Theme) -> Option<Position>;

    /// Whether it takes the next key even if that is a global one: the key is about to be bound.
    fn wants_every_key(&self) -> bool {
        false
    }
}

/// The open layers, the topmost last.
#[derive(Default)]
pub struct Layers {
    open: Vec<Box<dyn Layer>>,
}

impl Layers {
    /// Whether no layer is open.
    pub fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    /// Whether the layer of an action is open.
    pub fn is_open(&self, action: Action) -> bool {
        self.open.iter().any(|layer| layer.action() == Some(action))
    }

    /// Whether the topmost layer takes even global keys.
    pub fn want_every_key(&self) -> bool {
        self.open.last().is_some_and(|layer| layer.wants_every_key())
    }

    /// Opens a layer over the others; closes it if the one of the same action is open.
    pub fn toggle(&mut self, layer: Box<dyn Layer>) {
        let action = layer.action();
        let before = self.open.len();
        self.open.retain(|open| open.action() != action);
        if self.open.len() == before {
            self.open.push(layer);
        }
    }

    /// Opens the review line below all others, so that it takes no keys from the layer in use.
    pub fn open_review(&mut self, review: Review) {
        self.open.insert(0, Box::new(review));
    }

    /// Whether a text is under review.
    pub fn is_reviewing(&self) -> bool {
        self.open.iter().any(|layer| layer.action().is_none())
    }

    /// Closes the review line, if it is open.
    pub fn close_review(&mut self) {
        self.open.retain(|layer| layer.action().is_some());
    }

    /// Offers an event to the layers, the topmost first, and returns the request of the one that
    /// handled it. `None` if all ignored it.
    pub fn handle(&mut self, event: &LayerEvent) -> Option<Option<LayerRequest>> {
        for place in (0..self.open.len()).rev() {
            let (closes, request) = match self.open[place].handle(event) {
                Reaction::Ignored => continue,
                Reaction::Consumed => (false, None),
                Reaction::Close => (true, None),
                Reaction::Want(request) => (false, Some(request)),
                Reaction::CloseAndWant(request) => (true, Some(request)),
            };
            if closes {
                self.open.remove(place);
            }
            return Some(request);
        }
        None
    }

    /// Gives all layers an update.
    pub fn update(&mut self, update: &LayerUpdate) {
        for layer in &mut self.open {
            layer.update(update);
        }
    }

    /// Draws all layers, the topmost last, and returns the position of its cursor.
    pub fn draw(&mut self, buffer: &mut Buffer, area: Rect, theme: &Theme) -> Option<Position> {
        let mut cursor = None;
        for layer in &mut self.open {
            cursor = layer.draw(buffer, area, theme);
        }
        cursor
    }
}

#[cfg(test)]
mod tests;
