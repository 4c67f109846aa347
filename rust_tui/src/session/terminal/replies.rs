//! Turns the emulator's events into a reply to the agent, a request to the host terminal, or
//! nothing.

use alacritty_terminal::event::{Event, WindowSize};
use alacritty_terminal::term::ClipboardType;
use alacritty_terminal::vte::ansi::{NamedColor, Rgb as EmulatorRgb};
use parlo_core::host_request::HostRequest;
use parlo_core::screen::{ClipboardTarget, Rgb};

use super::{Terminal, TerminalSize};

impl Terminal {
    pub(super) fn handle_event(&mut self, event: Event) {
        let reply = match event {
            Event::PtyWrite(text) => Some(text),
            Event::ColorRequest(index, format) => self
                .queried_color(index)
                .map(|color| format(EmulatorRgb { r: color.red, g: color.green, b: color.blue })),
            Event::TextAreaSizeRequest(format) => {
                window_size(self.size).map(|window| format(window))
            }
            Event::Title(title) => return self.host_requests.push(HostRequest::Title(title)),
            Event::ResetTitle => return self.host_requests.push(HostRequest::ResetTitle),
            Event::Bell => return self.host_requests.push(HostRequest::Bell),
            Event::ClipboardStore(kind, text) => {
                let target = match kind {
                    ClipboardType::Clipboard => ClipboardTarget::Clipboard,
                    ClipboardType::Selection => ClipboardTarget::Selection,
                };
                return self.host_requests.push(HostRequest::Copy { target, text });
            }
            // An agent may not read the user's clipboard; the emulator refuses it too.
            Event::ClipboardLoad(..)
            | Event::MouseCursorDirty
            | Event::CursorBlinkingChange
            | Event::Wakeup
            | Event::Exit
            | Event::ChildExit(_) => None,
        };
        self.replies.extend(reply.unwrap_or_default().into_bytes());
    }

    /// The colour the agent has set itself, or else the host terminal's.
    fn queried_color(&self, index: usize) -> Option<Rgb> {
        if let Some(set) = self.emulator.term.colors()[index] {
            return Some(Rgb { red: set.r, green: set.g, blue: set.b });
        }
        let palette = &self.emulator.host.palette;
        match index {
            _ if index == NamedColor::Foreground as usize => palette.foreground,
            _ if index == NamedColor::Background as usize => palette.background,
            _ if index == NamedColor::Cursor as usize => palette.cursor.or(palette.foreground),
            _ => palette.indexed(u8::try_from(index).ok()?),
        }
    }
}

/// The size in pixels, if it is known and fits the emulator's 16-bit sums.
fn window_size(size: TerminalSize) -> Option<WindowSize> {
    let (cell_width, cell_height) = size.cell_pixels?;
    size.columns.checked_mul(cell_width)?;
    size.rows.checked_mul(cell_height)?;
    Some(WindowSize { num_lines: size.rows, num_cols: size.columns, cell_width, cell_height })
}
