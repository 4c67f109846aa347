//! The modes an agent has switched on in its terminal, as far as the host terminal must follow.

use super::CursorStyle;

/// The terminal modes an agent has switched on that decide what bytes its user's keys, pastes and
/// mouse produce. The host terminal has to be in the same modes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AgentModes {
    /// Pastes arrive between markers (2004).
    pub bracketed_paste: bool,
    /// Arrow keys send `ESC O` instead of `CSI` (DECCKM, 1).
    pub application_cursor: bool,
    /// The keypad sends escape sequences (DECKPAM).
    pub application_keypad: bool,
    /// Which mouse events are reported.
    pub mouse_tracking: MouseTracking,
    /// How mouse positions are written.
    pub mouse_encoding: MouseEncoding,
    /// Focus changes are reported (1004).
    pub focus_reports: bool,
    /// The agent paints the alternate screen (1049).
    pub alternate_screen: bool,
    /// The wheel sends arrow keys on the alternate screen (1007); on unless the agent says no.
    pub no_alternate_scroll: bool,
    /// The look of the cursor.
    pub cursor_style: CursorStyle,
    /// Changes of the colour scheme are reported (2031).
    pub color_scheme_reports: bool,
    /// How keys are written beyond the legacy encoding.
    pub keyboard: KeyboardModes,
}

/// The extended encodings of keys an agent asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct KeyboardModes {
    /// The flags of the kitty keyboard protocol, 0–31.
    pub kitty_flags: u8,
    /// xterm's modifyOtherKeys, 0–2; nothing where the agent left it alone.
    pub modify_other_keys: Option<u8>,
}

/// The flags of the kitty keyboard protocol that parlo reads.
impl KeyboardModes {
    /// Keys that are ambiguous in the legacy encoding are escape sequences.
    pub const DISAMBIGUATE: u8 = 1;
    /// Repeats and releases are reported.
    pub const EVENT_TYPES: u8 = 2;
}

/// Which mouse events a terminal reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MouseTracking {
    /// None.
    #[default]
    Off,
    /// Presses alone, without modifiers (9).
    Presses,
    /// Presses and releases (1000).
    Buttons,
    /// Also motion while a button is held (1002).
    Drag,
    /// Every motion (1003).
    Motion,
}

/// How a terminal writes mouse positions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MouseEncoding {
    /// One byte per coordinate (X10).
    #[default]
    Bytes,
    /// One UTF-8 character per coordinate (1005).
    Utf8,
    /// Decimal numbers, in the way of rxvt (1015).
    Urxvt,
    /// Decimal numbers (1006).
    Sgr,
    /// Decimal numbers that count pixels in place of cells (1016).
    SgrPixels,
}
