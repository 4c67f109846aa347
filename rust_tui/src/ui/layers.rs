//! What parlo opens over the agent: a stack of layers that consume or ignore events.
//!
//! While a layer is open no key reaches the agent. An event goes to the topmost layer first; what
//! it ignores goes to the one below. A layer does nothing itself: it asks for what it wants with a
//! [`LayerRequest`], which `cmd` fulfils, and hears of what came of it as [`News`].

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
    /// Something it shows has changed.
    Update(&'a LayerUpdate),
}

/// What a layer makes of an event.
#[derive(Debug, Clone, PartialEq)]
pub enum Reaction {
    /// It is not for this layer.
    Ignored,
    /// It is done with.
    Consumed,
    /// The layer is to be closed.
    Close,
    /// The layer stays and wants something.
    Want(LayerRequest),
    /// The layer is to be closed and wants something.
    CloseAndWant(LayerRequest),
}

/// What a layer wants done.
#[derive(Debug, Clone, PartialEq)]
pub enum LayerRequest {
    /// Do as if the key of this action had been pressed.
    Act(Action),
    /// ScrollCommand for microphones; [`News::Devices`] follows.
    ListDevices,
    /// Use this microphone from the next take on, or the system's default one; [`News::Device`]
    /// follows.
    UseDevice(Option<String>),
    /// Decode with this installed model; [`News::ModelInUse`] follows.
    UseModel(String),
    /// Install this model; [`News::Installing`] follows.
    InstallModel(String),
    /// Give the running installation up.
    StopInstalling,
    /// Give a setting a value as it is typed, or its default; [`News::Setting`] follows.
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
    /// Type it and press Enter behind it.
    SendReview(String),
    /// Take the running take back, or else the text that is under review.
    DiscardReview,
    /// Put a text into the clipboard of the host terminal.
    Copy(String),
    /// ScrollCommand back at what has left the agent's screen.
    Scroll(ScrollCommand),
}

/// What has changed.
#[derive(Debug, Clone, PartialEq)]
pub enum LayerUpdate {
    /// The microphones there are, or why they cannot be told.
    Devices(Result<Vec<DeviceRow>, String>),
    /// The microphone in use, `None` for the default one, with a remark; or what went wrong.
    Device(Result<(Option<String>, String), String>),
    /// The models there are.
    Models(Result<Vec<ModelRow>, String>),
    /// How far an installation is.
    Installing(Installing),
    /// A model is in use now, or is being loaded, or why not; the words say which.
    ModelInUse(Result<(String, String), String>),
    /// All settings as they are now.
    Settings(Vec<SettingRow>),
    /// What came of changing a setting: a remark, or what is wrong with the value.
    Setting {
        /// Table and key.
        name: &'static str,
        /// What came of it.
        outcome: Result<String, String>,
    },
    /// The notices so far, newest first.
    Errors(Vec<ErrorRow>),
    /// The takes so far, newest first.
    Takes(Vec<TakeRow>),
    /// A remark on what was wished of a take.
    Take(String),
    /// More text for the review line.
    Offered(String),
    /// Why the user is asked to type in the review line.
    Untranscribed(String),
    /// What of the agent's lines is in view.
    Scrolled(View),
    /// What a search has found.
    Found(Option<CellRange>),
    /// So many characters were copied.
    Copied(usize),
}

/// Something that lies over the agent and takes the keys.
pub trait Layer {
    /// The action that opens and closes it; `None` for the review line, which parlo opens by itself.
    fn action(&self) -> Option<Action>;

    /// Takes an event.
    fn handle(&mut self, event: &LayerEvent) -> Reaction;

    /// Draws itself into the area above parlo's rows, as large as it needs, and tells where the
    /// cursor is to stand, if it wants one.
    fn draw(&mut self, buffer: &mut Buffer, area: Rect, theme: &Theme) -> Option<Position>;

    /// Whether the next key is meant for it even if it is parlo's own at any time: it is about to
    /// be bound to something.
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
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    /// Whether the layer of an action is open.
    #[must_use]
    pub fn is_open(&self, action: Action) -> bool {
        self.open.iter().any(|layer| layer.action() == Some(action))
    }

    /// Whether the topmost layer takes keys that are parlo's own at any time.
    #[must_use]
    pub fn want_every_key(&self) -> bool {
        self.open.last().is_some_and(|layer| layer.wants_every_key())
    }

    /// Opens a layer over the others; if the one of its action is open, that is closed instead.
    pub fn toggle(&mut self, layer: Box<dyn Layer>) {
        let action = layer.action();
        let before = self.open.len();
        self.open.retain(|open| open.action() != action);
        if self.open.len() == before {
            self.open.push(layer);
        }
    }

    /// Opens the review line below all others, so that it takes no key from what the user is busy
    /// with.
    pub fn open_review(&mut self, review: Review) {
        self.open.insert(0, Box::new(review));
    }

    /// Whether a text is under review.
    #[must_use]
    pub fn is_reviewing(&self) -> bool {
        self.open.iter().any(|layer| layer.action().is_none())
    }

    /// Closes the review line, if it is open.
    pub fn close_review(&mut self) {
        self.open.retain(|layer| layer.action().is_some());
    }

    /// Offers an event to the layers, the topmost first, and yields what the one that took it
    /// wants. `None` where all ignored it.
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

    /// Reports all layers.
    pub fn update(&mut self, update: &LayerUpdate) {
        for layer in &mut self.open {
            layer.handle(&LayerEvent::Update(update));
        }
    }

    /// Draws all layers, the topmost last, and tells where its cursor is to stand.
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
