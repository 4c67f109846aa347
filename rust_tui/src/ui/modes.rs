//! Keeps the host terminal in the modes the agent asked for, so that the bytes of keys, pastes and
//! the mouse can be forwarded unchanged.
//!
//! Two things differ on purpose: mouse positions are always in the SGR encoding (see
//! [`super::input`]), and parlo adds what it needs itself ([`OwnModes`]); input that only these
//! modes cause is not forwarded.

use parlo_core::screen::{AgentModes, KeyboardModes, MouseEncoding, MouseTracking};

/// Modes parlo needs beyond those the agent asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OwnModes {
    /// Clicks, drags and the wheel, if the agent wants no mouse.
    pub mouse: bool,
    /// Releases of keys, in terminals that can report them (kitty's protocol).
    pub releases: bool,
    /// Bracketed paste.
    pub paste: bool,
}

/// The modes the host terminal is in: those of the agent, with what differs on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct HostModes(AgentModes);

impl HostModes {
    /// The modes for an agent and parlo.
    pub fn of(agent: &AgentModes, own: OwnModes) -> Self {
        let mut modes = *agent;
        modes.bracketed_paste |= own.paste;
        modes.mouse_tracking = match agent.mouse_tracking {
            MouseTracking::Off if own.mouse => MouseTracking::Drag,
            // Few terminals know the mode without releases; releases are dropped later.
            MouseTracking::Presses => MouseTracking::Buttons,
            asked => asked,
        };
        modes.mouse_encoding = match (modes.mouse_tracking, agent.mouse_encoding) {
            (MouseTracking::Off, _) => MouseEncoding::Bytes,
            (_, MouseEncoding::SgrPixels) if agent.mouse_tracking != MouseTracking::Off => {
                MouseEncoding::SgrPixels
            }
            _ => MouseEncoding::Sgr,
        };
        if own.releases {
            modes.keyboard.kitty_flags |= KeyboardModes::DISAMBIGUATE | KeyboardModes::EVENT_TYPES;
        }
        Self(modes)
    }

    /// The flags of kitty's keyboard protocol.
    pub fn kitty_flags(&self) -> u8 {
        self.0.keyboard.kitty_flags
    }

    /// parlo is always on the alternate screen, the agent may not be.
    fn wheel_sends_arrows(&self) -> bool {
        self.0.alternate_screen && !self.0.no_alternate_scroll
    }
}

/// The bytes that switch the host terminal from one set of modes to another.
///
/// A terminal that parlo has just taken over is in `HostModes::default()`, except that
/// [`INITIAL`] has to be written once. The flags of kitty's protocol are set only where they
/// change, which they must not in a terminal without it.
#[must_use]
pub fn transition(from: &HostModes, to: &HostModes) -> Vec<u8> {
    let (wheel_before, wheel_after) = (from.wheel_sends_arrows(), to.wheel_sends_arrows());
    let (HostModes(from), HostModes(to)) = (from, to);
    let mut bytes = Vec::new();
    let mut switch = |mode: &str, old: bool, new: bool| {
        if old != new {
            let end = if new { 'h' } else { 'l' };
            bytes.extend_from_slice(format!("\x1b[?{mode}{end}").as_bytes());
        }
    };
    switch("2004", from.bracketed_paste, to.bracketed_paste);
    switch("1", from.application_cursor, to.application_cursor);
    switch("1004", from.focus_reports, to.focus_reports);
    switch("2031", from.color_scheme_reports, to.color_scheme_reports);
    switch("1007", wheel_before, wheel_after);

    // The encoding first, so that no report comes in the old one.
    if from.mouse_encoding != to.mouse_encoding {
        for (mode, encoding) in ENCODINGS {
            switch(mode, from.mouse_encoding == encoding, false);
        }
        for (mode, encoding) in ENCODINGS {
            switch(mode, false, to.mouse_encoding == encoding);
        }
    }
    // The tracking modes replace each other; switching the old one off first suits terminals that
    // count them separately.
    if from.mouse_tracking != to.mouse_tracking {
        for (mode, tracking) in TRACKING {
            switch(mode, from.mouse_tracking == tracking, false);
        }
        for (mode, tracking) in TRACKING {
            switch(mode, false, to.mouse_tracking == tracking);
        }
    }
    if from.application_keypad != to.application_keypad {
        bytes.extend_from_slice(if to.application_keypad { b"\x1b=" } else { b"\x1b>" });
    }
    if from.cursor_style != to.cursor_style {
        // The codes are in the order of the styles.
        bytes.extend_from_slice(format!("\x1b[{} q", to.cursor_style as u8).as_bytes());
    }
    if from.keyboard.kitty_flags != to.keyboard.kitty_flags {
        let flags = to.keyboard.kitty_flags & 31;
        bytes.extend_from_slice(format!("\x1b[={flags};1u").as_bytes());
    }
    if from.keyboard.modify_other_keys != to.keyboard.modify_other_keys {
        let sequence = match to.keyboard.modify_other_keys {
            Some(level) => format!("\x1b[>4;{}m", level.min(2)),
            None => "\x1b[>4m".to_owned(),
        };
        bytes.extend_from_slice(sequence.as_bytes());
    }
    bytes
}

const ENCODINGS: [(&str, MouseEncoding); 2] =
    [("1006", MouseEncoding::Sgr), ("1016", MouseEncoding::SgrPixels)];

const TRACKING: [(&str, MouseTracking); 3] = [
    ("1000", MouseTracking::Buttons),
    ("1002", MouseTracking::Drag),
    ("1003", MouseTracking::Motion),
];

/// Written once when parlo has entered the alternate screen: there many terminals turn the wheel
/// into arrow keys, which an agent on its main screen must not get.
pub const INITIAL: &[u8] = b"\x1b[?1007l";

#[cfg(test)]
mod tests;
