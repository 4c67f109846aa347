//! A screen as SVG: backgrounds as rectangles, text as one element a run, blocks and lines as shapes.
//!
//! No font is embedded. Runs of ASCII are stretched to their columns, so that every monospace font
//! fits the grid; what fonts draw in different sizes (lines, blocks) is drawn here.

use std::fmt::Write;

use parlo_core::screen::{
    Attributes, Cell, CellKind, CellStyle, Color, CursorStyle, Rgb, Screen, Underline,
};

const CELL_WIDTH: f32 = 8.4;
const CELL_HEIGHT: f32 = 18.0;
const FONT_SIZE: f32 = 14.0;
/// From the top of a cell to the line the letters stand on.
const BASELINE: f32 = 13.5;
const PADDING: f32 = 14.0;

/// The colours of a terminal.
pub struct Palette {
    pub foreground: Rgb,
    pub background: Rgb,
    pub border: Rgb,
    pub ansi: [Rgb; 16],
}

/// The picture of a screen.
pub fn of(screen: &Screen, palette: &Palette, title: &str) -> String {
    let width = f32::from(screen.columns) * CELL_WIDTH + 2.0 * PADDING;
    let height = f32::from(screen.rows) * CELL_HEIGHT + 2.0 * PADDING;
    let mut svg = String::new();
    let _ = writeln!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.1} {height:.1}\" \
         width=\"{width:.0}\" height=\"{height:.0}\" role=\"img\" aria-label=\"{title}\">\n\
         <title>{title}</title>\n\
         <rect x=\"0.5\" y=\"0.5\" width=\"{:.1}\" height=\"{:.1}\" rx=\"8\" fill=\"{}\" stroke=\"{}\"/>\n\
         <g font-family=\"ui-monospace,'DejaVu Sans Mono','Cascadia Mono',Menlo,Consolas,monospace\" \
         font-size=\"{FONT_SIZE}\" xml:space=\"preserve\">",
        width - 1.0,
        height - 1.0,
        hex(palette.background),
        hex(palette.border),
        title = escaped(title),
    );
    for row in 0..screen.rows {
        row_of(&mut svg, screen, row, palette);
    }
    svg.push_str("</g>\n</svg>\n");
    svg
}

/// What a cell looks like, its colours decided.
#[derive(Clone, Copy, PartialEq)]
struct Look {
    ink: Rgb,
    paper: Rgb,
    attributes: Attributes,
    underline: Underline,
}

fn row_of(svg: &mut String, screen: &Screen, row: u16, palette: &Palette) {
    let cells = screen.row(row);
    let looks: Vec<Look> = (0u16..)
        .zip(cells)
        .map(|(column, cell)| {
            let cursor =
                screen.cursor.filter(|cursor| (cursor.column, cursor.row) == (column, row));
            look(&cell.style, palette, cursor.map(|cursor| cursor.style))
        })
        .collect();
    let y = PADDING + f32::from(row) * CELL_HEIGHT;
    let mut column = 0;
    for run in looks.chunk_by(|one, other| one.paper == other.paper) {
        if run[0].paper != palette.background {
            rectangle(
                svg,
                x_of(column),
                y,
                run.len() as f32 * CELL_WIDTH,
                CELL_HEIGHT,
                run[0].paper,
            );
        }
        column += run.len();
    }
    let mut column = 0;
    while column < cells.len() {
        let start = column;
        let look = looks[start];
        let is_text = |at: usize| looks[at] == look && is_ascii(&cells[at]);
        column += 1;
        if is_ascii(&cells[start]) {
            while column < cells.len() && is_text(column) {
                column += 1;
            }
            let text: String = cells[start..column].iter().map(|cell| cell.character).collect();
            text_run(svg, start, y, &text, look);
        } else if cells[start].kind != CellKind::Spacer
            && !shape(svg, cells[start].character, start, y, look.ink)
        {
            let mut text = String::new();
            cells[start].push_text(&mut text);
            element(svg, x_of(start), y, &text, look, None);
        }
    }
}

fn is_ascii(cell: &Cell) -> bool {
    cell.marks.is_none() && cell.kind == CellKind::Narrow && cell.character.is_ascii()
}

/// A run without the blanks around it.
fn text_run(svg: &mut String, start: usize, y: f32, text: &str, look: Look) {
    let inner = text.trim_start();
    let start = start + text.len() - inner.len();
    let inner = inner.trim_end();
    if !inner.is_empty() {
        element(svg, x_of(start), y, inner, look, Some(inner.len() as f32 * CELL_WIDTH));
    }
}

fn element(svg: &mut String, x: f32, y: f32, text: &str, look: Look, length: Option<f32>) {
    let mut extra = String::new();
    for (attribute, written) in [
        (Attributes::BOLD, " font-weight=\"bold\""),
        (Attributes::ITALIC, " font-style=\"italic\""),
    ] {
        if look.attributes.contains(attribute) {
            extra.push_str(written);
        }
    }
    if look.underline != Underline::None {
        extra.push_str(" text-decoration=\"underline\"");
    }
    if let Some(length) = length {
        let _ = write!(extra, " textLength=\"{length:.1}\" lengthAdjust=\"spacingAndGlyphs\"");
    }
    let (ink, y) = (hex(look.ink), y + BASELINE);
    let _ = writeln!(
        svg,
        "<text x=\"{x:.1}\" y=\"{y:.1}\" fill=\"{ink}\"{extra}>{}</text>",
        escaped(text)
    );
}

/// Draws the characters that have to meet their neighbours; `false` for all others.
fn shape(svg: &mut String, character: char, column: usize, y: f32, ink: Rgb) -> bool {
    let x = x_of(column);
    let (middle_x, middle_y) = (x + CELL_WIDTH / 2.0, y + CELL_HEIGHT / 2.0);
    match character {
        '▁'..='█' => {
            let eighths = (character as u32 - '▁' as u32 + 1) as f32;
            let height = CELL_HEIGHT * 0.8 * eighths / 8.0;
            let bottom = y + CELL_HEIGHT * 0.9;
            rectangle(svg, x + 0.4, bottom - height, CELL_WIDTH - 0.8, height, ink);
        }
        '─' => rectangle(svg, x, middle_y - 0.6, CELL_WIDTH, 1.2, ink),
        '━' => rectangle(svg, x, middle_y - 1.5, CELL_WIDTH, 3.0, ink),
        '│' => rectangle(svg, middle_x - 0.6, y, 1.2, CELL_HEIGHT, ink),
        '╭' | '╮' | '╰' | '╯' => {
            let side = if matches!(character, '╭' | '╰') { x + CELL_WIDTH } else { x };
            let end = if matches!(character, '╭' | '╮') { y + CELL_HEIGHT } else { y };
            let _ = writeln!(
                svg,
                "<path d=\"M{side:.1} {middle_y:.1}Q{middle_x:.1} {middle_y:.1} {middle_x:.1} \
                 {end:.1}\" fill=\"none\" stroke=\"{}\" stroke-width=\"1.2\"/>",
                hex(ink)
            );
        }
        _ => return false,
    }
    true
}

fn rectangle(svg: &mut String, x: f32, y: f32, width: f32, height: f32, fill: Rgb) {
    let fill = hex(fill);
    let _ = writeln!(
        svg,
        "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" fill=\"{fill}\"/>"
    );
}

fn x_of(column: usize) -> f32 {
    PADDING + column as f32 * CELL_WIDTH
}

fn look(style: &CellStyle, palette: &Palette, cursor: Option<CursorStyle>) -> Look {
    let mut ink = color(style.foreground, palette, palette.foreground);
    let mut paper = color(style.background, palette, palette.background);
    if style.attributes.contains(Attributes::DIM) {
        let dim = |ink: u8, paper: u8| ((u16::from(ink) * 3 + u16::from(paper) * 2) / 5) as u8;
        ink = Rgb {
            red: dim(ink.red, paper.red),
            green: dim(ink.green, paper.green),
            blue: dim(ink.blue, paper.blue),
        };
    }
    if style.attributes.contains(Attributes::INVERSE) != cursor.is_some() {
        std::mem::swap(&mut ink, &mut paper);
    }
    Look { ink, paper, attributes: style.attributes, underline: style.underline }
}

fn color(color: Color, palette: &Palette, default: Rgb) -> Rgb {
    match color {
        Color::Default => default,
        Color::Rgb(rgb) => rgb,
        Color::Ansi(index @ 0..16) | Color::Indexed(index @ 0..16) => {
            palette.ansi[usize::from(index)]
        }
        Color::Ansi(index) | Color::Indexed(index) => {
            let step = |level: u8| if level == 0 { 0 } else { 55 + 40 * level };
            let cube = index.saturating_sub(16);
            match index {
                232.. => {
                    let level = 8 + 10 * (index - 232);
                    Rgb { red: level, green: level, blue: level }
                }
                _ => Rgb { red: step(cube / 36), green: step(cube / 6 % 6), blue: step(cube % 6) },
            }
        }
    }
}

fn hex(color: Rgb) -> String {
    format!("#{:02x}{:02x}{:02x}", color.red, color.green, color.blue)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
