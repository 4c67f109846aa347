//! Turns the emulator's events into a reply to the agent, a request to the host terminal, or
//! nothing.

use alacritty_terminal::event::{Event, WindowSize};
use alacritty_terminal::term::ClipboardType;
use alacritty_terminal::term::color::Colors;
use alacritty_terminal::vte::ansi::{NamedColor, Rgb as EmulatorRgb};
use parlo_core::host_request::HostRequest;
use parlo_core::screen::{ClipboardTarget, Rgb};

use super::{Palette, TerminalSize};

pub(super) enum Outcome {
    Reply(String),
    Host(HostRequest),
    Nothing,
}

pub(super) fn handle(
    event: Event,
    colors: &Colors,
    palette: &Palette,
    size: TerminalSize,
) -> Outcome {
    match event {
        Event::PtyWrite(text) => Outcome::Reply(text),
        Event::ColorRequest(index, format) => match queried_color(index, colors, palette) {
            Some(color) => {
                Outcome::Reply(format(EmulatorRgb { r: color.red, g: color.green, b: color.blue }))
            }
            None => Outcome::Nothing,
        },
        Event::TextAreaSizeRequest(format) => match window_size(size) {
            Some(window) => Outcome::Reply(format(window)),
            None => Outcome::Nothing,
        },
        Event::Title(title) => Outcome::Host(HostRequest::Title(title)),
        Event::ResetTitle => Outcome::Host(HostRequest::ResetTitle),
        Event::Bell => Outcome::Host(HostRequest::Bell),
        Event::ClipboardStore(kind, text) => {
            let target = match kind {
                ClipboardType::Clipboard => ClipboardTarget::Clipboard,
                ClipboardType::Selection => ClipboardTarget::Selection,
            };
            Outcome::Host(HostRequest::Copy { target, text })
        }
        // An agent may not read the user's clipboard; the emulator refuses it too.
        Event::ClipboardLoad(..)
        | Event::MouseCursorDirty
        | Event::CursorBlinkingChange
        | Event::Wakeup
        | Event::Exit
        | Event::ChildExit(_) => Outcome::Nothing,
    }
}

/// The colour the agent has set itself, or else the host terminal's.
fn queried_color(index: usize, colors: &Colors, palette: &Palette) -> Option<Rgb> {
    if let Some(set) = colors[index] {
        return Some(Rgb { red: set.r, green: set.g, blue: set.b });
    }
    match index {
        _ if index == NamedColor::Foreground as usize => palette.foreground,
        _ if index == NamedColor::Background as usize => palette.background,
        _ if index == NamedColor::Cursor as usize => palette.cursor.or(palette.foreground),
        _ => palette.indexed(u8::try_from(index).ok()?),
    }
}

/// The size in pixels, if it is known and fits the emulator's 16-bit sums.
fn window_size(size: TerminalSize) -> Option<WindowSize> {
    let (cell_width, cell_height) = size.cell_pixels?;
    size.columns.checked_mul(cell_width)?;
    size.rows.checked_mul(cell_height)?;
    Some(WindowSize { num_lines: size.rows, num_cols: size.columns, cell_width, cell_height })
}
