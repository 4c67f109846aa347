//! Keeps the outer terminal in the modes the agent asked of its own, so that the bytes of keys,
//! pastes and the mouse can be passed on as they come.

use parlo_core::screen::{AgentModes, CursorStyle, MouseEncoding, MouseTracking};

/// The bytes that bring the outer terminal from one set of modes to another.
///
/// A terminal that parlo has just taken over is in `AgentModes::default()`, except that
/// [`initial`] has to be written once.
#[must_use]
pub fn transition(from: &AgentModes, to: &AgentModes) -> Vec<u8> {
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
    switch("1007", wheel_sends_arrows(from), wheel_sends_arrows(to));

    // The encoding goes first, so that no report is written in the old one.
    for (mode, encoding) in [("1005", MouseEncoding::Utf8), ("1006", MouseEncoding::Sgr)] {
        switch(mode, from.mouse_encoding == encoding, to.mouse_encoding == encoding);
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
        bytes.extend_from_slice(cursor_style(to.cursor_style).as_bytes());
    }
    bytes
}

const TRACKING: [(&str, MouseTracking); 3] = [
    ("1000", MouseTracking::Buttons),
    ("1002", MouseTracking::Drag),
    ("1003", MouseTracking::Motion),
];

/// Written once when parlo has entered the alternate screen: there many terminals turn the wheel
/// into arrow keys, which an agent on its main screen must not get.
#[must_use]
pub fn initial() -> &'static [u8] {
    b"\x1b[?1007l"
}

/// parlo is always on the alternate screen, the agent need not be.
fn wheel_sends_arrows(modes: &AgentModes) -> bool {
    modes.alternate_screen && !modes.no_alternate_scroll
}

fn cursor_style(style: CursorStyle) -> String {
    let number = match style {
        CursorStyle::Default => 0,
        CursorStyle::BlinkingBlock => 1,
        CursorStyle::SteadyBlock => 2,
        CursorStyle::BlinkingUnderline => 3,
        CursorStyle::SteadyUnderline => 4,
        CursorStyle::BlinkingBar => 5,
        CursorStyle::SteadyBar => 6,
    };
    format!("\x1b[{number} q")
}

#[cfg(test)]
mod tests;
