//! The cells of a tmux pane, read from `capture-pane -e`, ignoring the order of attributes and
//! blanks at the end of a row.

use std::collections::BTreeSet;
use std::fmt;

/// How a cell is painted. Colours are kept as tmux writes them: `31` and `38;5;1` are two colours.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Style {
    foreground: Option<String>,
    background: Option<String>,
    underline: Option<String>,
    attributes: BTreeSet<&'static str>,
}

/// One character with its marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    text: String,
    style: Style,
}

/// The rows of a pane, without unstyled blanks at their ends.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grid {
    /// Rows of cells; a wide character is one.
    pub rows: Vec<Vec<Cell>>,
}

impl Grid {
    /// Reads the lines of a capture.
    pub fn read<'a>(lines: impl Iterator<Item = &'a str>) -> Self {
        // Attributes continue from one line to the next.
        let mut pen = Pen::default();
        Self { rows: lines.map(|line| pen.read_row(line)).collect() }
    }

    /// Its text.
    pub fn text(&self) -> String {
        let row = |row: &Vec<Cell>| row.iter().map(|cell| cell.text.as_str()).collect::<String>();
        self.rows.iter().map(row).collect::<Vec<_>>().join("\n")
    }

    /// The cells in which another grid differs, one a line; empty if they are equal.
    pub fn differences(&self, other: &Self) -> Vec<String> {
        let blank = Cell { text: " ".into(), style: Style::default() };
        let empty = Vec::new();
        let mut found = Vec::new();
        for row in 0..self.rows.len().max(other.rows.len()) {
            let (left, right) =
                (self.rows.get(row).unwrap_or(&empty), other.rows.get(row).unwrap_or(&empty));
            for column in 0..left.len().max(right.len()) {
                let cells =
                    (left.get(column).unwrap_or(&blank), right.get(column).unwrap_or(&blank));
                if cells.0 != cells.1 {
                    let (alone, inside) = cells;
                    found.push(format!("row {row} cell {column}: alone {alone}, inside {inside}"));
                }
            }
        }
        found
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        let Style { foreground, background, underline, attributes } = &self.style;
        let colors = [("fg", foreground), ("bg", background), ("ul", underline)];
        write!(formatter, "{:?}", self.text)?;
        for (name, color) in colors {
            if let Some(color) = color {
                write!(formatter, " {name}={color}")?;
            }
        }
        attributes.iter().try_for_each(|attribute| write!(formatter, " {attribute}"))
    }
}

/// The state of the parser: the current style and character set.
#[derive(Default)]
struct Pen {
    style: Style,
    draws_lines: bool,
}

impl Pen {
    fn read_row(&mut self, line: &str) -> Vec<Cell> {
        let mut cells: Vec<Cell> = Vec::new();
        let mut rest = line;
        while let Some(character) = rest.chars().next() {
            if let Some(sequence) = rest.strip_prefix("\u{1b}[") {
                let end = sequence.find('m').expect("a capture has no sequences but of styles");
                self.set(&sequence[..end]);
                rest = &sequence[end + 1..];
                continue;
            }
            rest = &rest[character.len_utf8()..];
            match character {
                '\u{e}' => self.draws_lines = true,
                '\u{f}' => self.draws_lines = false,
                character => match cells.last_mut() {
                    Some(cell) if joins(&cell.text, character) => cell.text.push(character),
                    _ => cells.push(self.cell(character)),
                },
            }
        }
        let is_blank = |cell: &Cell| cell.text == " " && cell.style == Style::default();
        let used = cells.iter().rposition(|cell| !is_blank(cell)).map_or(0, |last| last + 1);
        cells.truncate(used);
        cells
    }

    fn cell(&self, character: char) -> Cell {
        let shown = if self.draws_lines { line_drawing(character) } else { character };
        let mut style = self.style.clone();
        // The foreground of a blank is invisible, and a tmux client omits it where it erases a row.
        let shows_lines = !style.attributes.is_empty();
        if shown == ' ' && !shows_lines {
            style.foreground = None;
        }
        Cell { text: shown.to_string(), style }
    }

    fn set(&mut self, parameters: &str) {
        let mut words = parameters.split(';');
        while let Some(word) = words.next() {
            match word {
                "" | "0" => self.style = Style::default(),
                "39" => self.style.foreground = None,
                "49" => self.style.background = None,
                "59" => self.style.underline = None,
                "38" | "48" | "58" => {
                    let count = if words.next() == Some("2") { 3 } else { 1 };
                    let values: Vec<&str> = words.by_ref().take(count).collect();
                    *self.color(word) = Some(format!("{word};{}", values.join(",")));
                }
                _ if word.starts_with("58:") => {
                    self.style.underline = Some(word.to_owned());
                }
                _ => match attribute(word) {
                    Some(name) => {
                        self.style.attributes.insert(name);
                    }
                    None if word.starts_with('3') || word.starts_with('9') => {
                        self.style.foreground = Some(word.to_owned());
                    }
                    None => self.style.background = Some(word.to_owned()),
                },
            }
        }
    }

    fn color(&mut self, word: &str) -> &mut Option<String> {
        match word {
            "38" => &mut self.style.foreground,
            "48" => &mut self.style.background,
            _ => &mut self.style.underline,
        }
    }
}

/// Whether tmux keeps a character in the cell of the one before it.
fn joins(before: &str, character: char) -> bool {
    // A soft hyphen has a cell of its own.
    let is_mark =
        unicode_width::UnicodeWidthChar::width(character) == Some(0) && character != '\u{ad}';
    is_mark || before.ends_with('\u{200d}')
}

/// Attributes as tmux writes them; it turns 53 into `5:3`.
fn attribute(word: &str) -> Option<&'static str> {
    Some(match word {
        "1" => "bold",
        "2" => "dim",
        "3" => "italic",
        "4" => "underlined",
        "5" => "blinking",
        "7" => "inverse",
        "8" => "hidden",
        "9" => "struck",
        "4:2" => "double",
        "4:3" => "curly",
        "4:4" => "dotted",
        "4:5" => "dashed",
        "5:3" | "53" => "overlined",
        _ => return None,
    })
}

/// The DEC line drawing characters, which stay letters with a mark in tmux's grid.
fn line_drawing(letter: char) -> char {
    const FROM: &str = "`afghijklmnopqrstuvwxyz{|}~";
    const TO: &str = "◆▒°±␤␋┘┐┌└┼⎺⎻─⎼⎽├┤┴┬│≤≥π≠£·";
    let at = FROM.chars().position(|it| it == letter);
    at.and_then(|at| TO.chars().nth(at)).unwrap_or(letter)
}
