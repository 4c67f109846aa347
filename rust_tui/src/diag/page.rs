//! HTML pages with tiles and plots that need nothing else: style and SVG are in them, no script.
//! What `bench --html` and `stats --html` share.
//!
//! The plots are drawn by hand, [`plot`]: chart libraries either bring a script along or write
//! fixed colours, which a page for light and dark screens cannot use.

pub mod plot;

use std::fs::File;
use std::io::Read;
use std::path::Path;

use plot::Plot;

const STYLE: &str = include_str!("page/style.css");

/// What every page begins with.
const DOCTYPE: &str = "<!doctype html>";

/// Keeps a page from overwriting another kind of file, such as the metrics or the recording that it
/// is made of.
///
/// # Errors
/// There is such a file; names it.
pub fn refuse_other(path: &Path) -> Result<(), String> {
    if !std::fs::metadata(path).is_ok_and(|file| file.is_file() && file.len() > 0) {
        return Ok(());
    }
    let mut begin = [0; DOCTYPE.len()];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut begin));
    if read.is_ok() && begin.eq_ignore_ascii_case(DOCTYPE.as_bytes()) {
        return Ok(());
    }
    let path = path.display();
    Err(format!("{path}: is there and no HTML page; name another file for the page"))
}

/// A whole page around a body of HTML; `title` is plain text.
pub fn page(title: &str, body: &str) -> String {
    format!(
        "{DOCTYPE}\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n{body}</body>\n</html>\n",
        escaped(title)
    )
}

/// A number in large type. Its texts are HTML.
#[derive(Default)]
pub struct Tile {
    /// What it is.
    pub name: &'static str,
    /// Number and unit; a dash where there is none.
    pub value: Option<(String, &'static str)>,
    /// A line below it.
    pub below: String,
    /// What parlo is built to reach (see `docs/architecture`), and whether it does.
    pub goal: Option<(String, bool)>,
}

impl Tile {
    /// A time with its unit, and the most it should be.
    pub fn ms(name: &'static str, value: Option<f64>, most: Option<f64>) -> Self {
        Self {
            name,
            value: value.map(|ms| (format!("{ms:.0}"), "ms")),
            goal: value.zip(most).map(|(ms, most)| (format!("goal {most:.0} ms"), ms <= most)),
            ..Self::default()
        }
    }

    /// All tiles in their section.
    pub fn section(tiles: &[Self]) -> String {
        let tiles: String = tiles.iter().map(Self::html).collect();
        format!("<section class=\"tiles\">\n{tiles}</section>\n")
    }

    fn html(&self) -> String {
        let dash = ("–".to_owned(), "");
        let (value, unit) = self.value.as_ref().unwrap_or(&dash);
        let goal = self.goal.as_ref().map_or_else(String::new, |(goal, met)| {
            let class = if *met { "met" } else { "missed" };
            format!("<p class=\"goal {class}\">{goal}</p>")
        });
        format!(
            "<div class=\"tile\"><h2>{}</h2><p class=\"value\">{value}<span>{unit}</span></p>\
             <p>{}</p>{goal}</div>\n",
            self.name, self.below
        )
    }
}

/// A plot with its heading, a sentence, and what the colours (class, name) mean.
pub fn figure(title: &str, caption: &str, legend: &[(&str, &str)], plot: Plot) -> String {
    let entries: String = legend
        .iter()
        .map(|(class, name)| format!("<span><i class=\"{class}\"></i>{}</span>", escaped(name)))
        .collect();
    format!(
        "<figure>\n<h2>{title}</h2>\n<figcaption>{caption}</figcaption>\n\
         <p class=\"legend\">{entries}</p>\n{}</figure>\n",
        plot.finish(title)
    )
}

/// Text as it may stand in HTML and SVG.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
    out
}
