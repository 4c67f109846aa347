//! Every action a key can have: its name, label, description and default key.

use std::fmt;

/// What one of parlo's keys does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Starts a dictation, or ends the running one.
    Dictate,
    /// Cancels the running dictation.
    Cancel,
    /// Opens the menu; pressed twice it goes to the agent.
    Menu,
    /// Removes what the last take typed.
    Undo,
    /// Listens again whenever the agent is idle, or stops doing so.
    HandsFree,
    /// Shows what has scrolled off the agent's screen.
    Scrollback,
    /// Shows the takes so far.
    History,
    /// Shows the next size of parlo's rows.
    HudSize,
    /// Shows and changes settings.
    Settings,
    /// Chooses the microphone.
    Devices,
    /// Chooses and installs speech models.
    Models,
    /// Shows what went wrong lately.
    Errors,
    /// Shows the keys.
    Help,
}

impl Action {
    /// All actions, in the order of the variants and of help texts.
    pub const ALL: [Self; 13] = [
        Self::Dictate,
        Self::Cancel,
        Self::Menu,
        Self::Undo,
        Self::HandsFree,
        Self::Scrollback,
        Self::History,
        Self::HudSize,
        Self::Settings,
        Self::Devices,
        Self::Models,
        Self::Errors,
        Self::Help,
    ];

    /// The name in the `[keys]` table of the configuration.
    pub const fn name(self) -> &'static str {
        self.row().0
    }

    /// The action of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.name() == name)
    }

    /// The default key, as written in the configuration.
    pub const fn usual_key(self) -> &'static str {
        self.row().1
    }

    /// A word or two for menus.
    pub const fn label(self) -> &'static str {
        self.row().2
    }

    /// A line for help texts.
    pub const fn description(self) -> &'static str {
        self.row().3
    }

    /// Whether it cannot be bound in the menu.
    pub const fn must_be_direct(self) -> bool {
        matches!(self, Self::Dictate | Self::Cancel | Self::Menu)
    }

    const fn row(self) -> (&'static str, &'static str, &'static str, &'static str) {
        match self {
            Self::Dictate => (
                "dictate",
                "ctrl+r",
                "dictate",
                "start or end a dictation; twice: the agent gets the key",
            ),
            Self::Cancel => ("cancel", "esc", "cancel", "cancel the running dictation"),
            Self::Menu => {
                ("menu", "ctrl+space", "menu", "parlo's menu; twice: the agent gets the key")
            }
            Self::Undo => ("undo", "menu u", "undo", "remove what the last take typed"),
            Self::HandsFree => {
                ("hands_free", "menu f", "hands-free", "listen again whenever the agent is idle")
            }
            Self::HudSize => ("hud", "menu w", "rows", "parlo's rows: one, three, none"),
            Self::Scrollback => (
                "scrollback",
                "menu b",
                "scroll back",
                "what has left the screen: scroll, search, copy",
            ),
            Self::History => {
                ("history", "menu t", "takes", "what was dictated: search, insert or decode again")
            }
            Self::Settings => ("settings", "menu s", "settings", "see and change settings"),
            Self::Devices => ("devices", "menu d", "microphones", "choose the microphone"),
            Self::Models => ("models", "menu m", "models", "choose and install speech models"),
            Self::Errors => ("errors", "menu e", "errors", "what went wrong lately"),
            Self::Help => ("help", "menu h", "help", "all keys"),
        }
    }
}

/// The name in the configuration.
impl fmt::Display for Action {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}
