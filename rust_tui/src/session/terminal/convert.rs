//! Converts the emulator's grid, cursor and modes to the core's plain data.

use std::sync::Arc;

use alacritty_terminal::grid::Dimensions;
use alacritty_terminal::index::{Column, Line};
use alacritty_terminal::term::cell::{Cell as EmulatorCell, Flags};
use alacritty_terminal::term::color::Colors;
use alacritty_terminal::term::{Term, TermMode};
use alacritty_terminal::vte::ansi::{Color as EmulatorColor, CursorShape, NamedColor};
use parlo_core::screen::{
    AgentModes, Attributes, Cell, CellKind, CellStyle, Color, Cursor, CursorStyle, Link, Rgb,
    Screen, Underline,
};

use super::emulator::BLINK;

/// Combining marks kept per cell: no script needs more, and an agent could add any number.
const MAX_MARKS: usize = 16;

pub(super) fn fill_screen<T>(term: &Term<T>, screen: &mut Screen) {
    let grid = term.grid();
    let (columns, rows) = (grid.columns(), grid.screen_lines());
    screen.columns = u16::try_from(columns).unwrap_or(u16::MAX);
    screen.rows = u16::try_from(rows).unwrap_or(u16::MAX);
    screen.cells.resize(columns * rows, Cell::default());

    let offset = i32::try_from(grid.display_offset()).unwrap_or(0);
    let mut last_link: Option<Arc<Link>> = None;
    let mut targets = screen.cells.iter_mut();
    for line in 0..i32::from(screen.rows) {
        let row = &grid[Line(line - offset)];
        for (column, target) in (0..columns).zip(&mut targets) {
            convert_cell(&row[Column(column)], term.colors(), &mut last_link, target);
        }
    }
    screen.cursor_place = cursor_place(term);
    let is_shown = term.mode().contains(TermMode::SHOW_CURSOR) && offset == 0;
    screen.cursor = is_shown.then(|| Cursor {
        column: screen.cursor_place.0,
        row: screen.cursor_place.1,
        style: cursor_style(term),
    });
}

pub(super) fn convert_cell(
    source: &EmulatorCell,
    colors: &Colors,
    last_link: &mut Option<Arc<Link>>,
    target: &mut Cell,
) {
    let flags = source.flags;
    // The emulator stores a tab in the first cell it skips; a screen shows a blank there.
    target.character = if source.c == '\t' { ' ' } else { source.c };
    target.kind = if flags.contains(Flags::WIDE_CHAR) {
        CellKind::Wide
    } else if flags.contains(Flags::WIDE_CHAR_SPACER) {
        CellKind::Spacer
    } else {
        CellKind::Narrow
    };
    target.style = CellStyle {
        foreground: color(source.fg, colors),
        background: color(source.bg, colors),
        attributes: attributes(flags),
        underline: underline(flags),
        underline_color: Color::Default,
    };
    target.marks = None;
    target.link = None;
    if source.extra.is_some() {
        target.style.underline_color =
            source.underline_color().map_or(Color::Default, |set| color(set, colors));
        target.marks = source
            .zerowidth()
            .filter(|marks| !marks.is_empty())
            .map(|marks| marks.iter().take(MAX_MARKS).collect::<String>().into_boxed_str());
        target.link = source.hyperlink().map(|link| shared_link(link.id(), link.uri(), last_link));
    }
}

/// Neighbouring cells mostly belong to one link, so the last one is tried first.
fn shared_link(id: &str, uri: &str, last: &mut Option<Arc<Link>>) -> Arc<Link> {
    match last {
        Some(link) if link.id == id && link.uri == uri => Arc::clone(link),
        _ => {
            let link = Arc::new(Link { id: id.to_owned(), uri: uri.to_owned() });
            *last = Some(Arc::clone(&link));
            link
        }
    }
}

/// A palette entry that the agent has redefined (OSC 4, 10, 11) becomes the colour it set, since
/// the host terminal's palette is not changed.
fn color(source: EmulatorColor, colors: &Colors) -> Color {
    let (index, otherwise) = match source {
        EmulatorColor::Spec(rgb) => {
            return Color::Rgb(Rgb { red: rgb.r, green: rgb.g, blue: rgb.b });
        }
        EmulatorColor::Indexed(index) => (usize::from(index), Color::Indexed(index)),
        EmulatorColor::Named(name) => match u8::try_from(name as usize) {
            Ok(index) => (usize::from(index), Color::Ansi(index)),
            Err(_) => (name as usize, Color::Default),
        },
    };
    colors[index].map_or(otherwise, |set| Color::Rgb(Rgb { red: set.r, green: set.g, blue: set.b }))
}

fn attributes(flags: Flags) -> Attributes {
    const PAIRS: [(Flags, Attributes); 7] = [
        (Flags::BOLD, Attributes::BOLD),
        (Flags::DIM, Attributes::DIM),
        (Flags::ITALIC, Attributes::ITALIC),
        (Flags::INVERSE, Attributes::INVERSE),
        (Flags::HIDDEN, Attributes::HIDDEN),
        (Flags::STRIKEOUT, Attributes::STRIKEOUT),
        (BLINK, Attributes::BLINK),
    ];
    let set = PAIRS.iter().filter(|(flag, _)| flags.contains(*flag));
    set.fold(Attributes::none(), |all, (_, attribute)| all.with(*attribute))
}

fn underline(flags: Flags) -> Underline {
    match flags.intersection(Flags::ALL_UNDERLINES) {
        Flags::UNDERLINE => Underline::Single,
        Flags::DOUBLE_UNDERLINE => Underline::Double,
        Flags::UNDERCURL => Underline::Curly,
        Flags::DOTTED_UNDERLINE => Underline::Dotted,
        Flags::DASHED_UNDERLINE => Underline::Dashed,
        _ => Underline::None,
    }
}

fn cursor_place<T>(term: &Term<T>) -> (u16, u16) {
    let point = term.grid().cursor.point;
    (u16::try_from(point.column.0).unwrap_or(u16::MAX), u16::try_from(point.line.0).unwrap_or(0))
}

fn cursor_style<T>(term: &Term<T>) -> CursorStyle {
    let style = term.cursor_style();
    match (style.shape, style.blinking) {
        (CursorShape::Block, true) => CursorStyle::BlinkingBlock,
        (CursorShape::Block, false) => CursorStyle::SteadyBlock,
        (CursorShape::Underline, true) => CursorStyle::BlinkingUnderline,
        (CursorShape::Underline, false) => CursorStyle::SteadyUnderline,
        (CursorShape::Beam, true) => CursorStyle::BlinkingBar,
        (CursorShape::Beam, false) => CursorStyle::SteadyBar,
        (CursorShape::HollowBlock | CursorShape::Hidden, _) => CursorStyle::Default,
    }
}

/// The modes the emulator keeps.
pub(super) fn modes<T>(term: &Term<T>) -> AgentModes {
    let mode = *term.mode();
    AgentModes {
        bracketed_paste: mode.contains(TermMode::BRACKETED_PASTE),
        application_cursor: mode.contains(TermMode::APP_CURSOR),
        application_keypad: mode.contains(TermMode::APP_KEYPAD),
        focus_reports: mode.contains(TermMode::FOCUS_IN_OUT),
        alternate_screen: mode.contains(TermMode::ALT_SCREEN),
        no_alternate_scroll: !mode.contains(TermMode::ALTERNATE_SCROLL),
        cursor_style: cursor_style(term),
        ..AgentModes::default()
    }
}

// Depends on the numbers of the emulator's named colours: the palette's first sixteen, and the two
// defaults above a byte.
const _: () =
    assert!(NamedColor::BrightWhite as usize == 15 && NamedColor::Foreground as usize == 256);
