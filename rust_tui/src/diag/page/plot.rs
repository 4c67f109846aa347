//! A plot: two scales, grid, axes and marks, as SVG text. Colours come from the page's style.

use parlo_core::metrics::percentile;

use super::escaped;

/// Maps values to positions in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    to: f64,
    start_px: f64,
    end_px: f64,
}

impl Scale {
    /// From 0, at `start_px`, to `to`, at `end_px`.
    pub fn new(to: f64, start_px: f64, end_px: f64) -> Self {
        Self { to: if to > 0.0 { to } else { 1.0 }, start_px, end_px }
    }

    /// Where the value lies.
    pub fn at(&self, value: f64) -> f64 {
        self.start_px + value / self.to * (self.end_px - self.start_px)
    }

    /// Round values, about so many, from 0 on.
    pub fn ticks(&self, about: f64) -> Vec<f64> {
        let step = rounded_up(self.to / about, &[1.0, 2.0, 2.5, 5.0]);
        let count = (self.to / step + 1e-9).floor() as u32;
        (0..=count).map(|number| f64::from(number) * step).collect()
    }
}

/// The smallest of these factors and their tenfolds that is no smaller.
pub fn rounded_up(least: f64, factors: &[f64]) -> f64 {
    let magnitude = 10_f64.powf(least.log10().floor());
    let factor = factors.iter().find(|factor| **factor * magnitude >= least);
    factor.unwrap_or(&10.0) * magnitude
}

/// Where words stand beside their dot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    /// They end before it.
    Left,
    /// They begin behind it.
    Right,
}

/// Pixels of a plot; two stand side by side.
const WIDTH: f64 = 560.0;
const HEIGHT: f64 = 330.0;
/// Pixels for the labels around it.
const LEFT: f64 = 64.0;
const TOP: f64 = 12.0;
const RIGHT: f64 = 16.0;
const BOTTOM: f64 = 44.0;

/// A plot that is being drawn.
pub struct Plot {
    height: f64,
    /// The horizontal scale.
    pub x: Scale,
    /// The vertical scale.
    pub y: Scale,
    body: String,
}

impl Plot {
    /// An empty plot whose scales run from 0 to these values; `y` upwards.
    pub fn new(x_to: f64, y_to: f64) -> Self {
        let x = Scale::new(x_to, LEFT, WIDTH - RIGHT);
        let y = Scale::new(y_to, HEIGHT - BOTTOM, TOP);
        Self { height: HEIGHT, x, y, body: String::new() }
    }

    /// An empty plot of that many rows, the first one on top, with room for their names on the left.
    pub fn of_rows(left: f64, rows: usize, row_height: f64, x_to: f64) -> Self {
        let height = TOP + BOTTOM + rows as f64 * row_height;
        let x = Scale::new(x_to, left, WIDTH - RIGHT);
        let y = Scale::new(rows as f64, TOP, height - BOTTOM);
        Self { height, x, y, body: String::new() }
    }

    /// Cumulative distributions over a common time axis, each as `points` makes it of its values, with
    /// P50 and P95 marked. The axis ends where 99 of 100 values lie before it; a single odd one would
    /// squeeze the rest.
    pub fn distributions<const N: usize>(
        series: [(&str, &[f64]); N],
        points: fn(&[f64]) -> Vec<(f64, f64)>,
        (x_name, y_name): (&str, &str),
    ) -> Self {
        let most = largest(series.iter().filter_map(|(_, values)| percentile(values, 99.0))) * 1.08;
        let mut plot = Self::new(most, 100.0);
        plot.x_axis(x_name);
        plot.y_axis(y_name, " %");
        for (class, values) in series {
            let shown = points(values).into_iter().filter(|(ms, _)| *ms <= most);
            plot.stairs(class, &shown.collect::<Vec<_>>());
        }
        for percent in [50.0, 95.0] {
            let marks = series.map(|(class, values)| (class, percentile(values, percent)));
            let first = marks.iter().filter_map(|(_, ms)| *ms).fold(f64::INFINITY, f64::min);
            for (class, ms) in marks {
                let Some(ms) = ms else { continue };
                plot.dot(class, (ms, percent), &format!("P{percent:.0}: {ms:.0} ms"));
                // The earlier one to the left of its dot, so that the two cannot cover each other.
                let side = if ms == first { Side::Left } else { Side::Right };
                plot.note((ms, percent), side, &format!("{ms:.0}"));
            }
        }
        plot
    }

    /// A vertical grid line with its number for each round value, and the name of the axis.
    pub fn x_axis(&mut self, name: &str) {
        let (top, bottom) = (TOP, self.height - BOTTOM);
        for value in self.x.ticks(6.0) {
            let x = self.x.at(value);
            self.add(&format!("<line class=\"grid\" x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{top:.1}\" y2=\"{bottom:.1}\"/>"));
            self.text(x, bottom + 16.0, "middle", "tick", &plain(value));
        }
        let middle = (self.x.start_px + self.x.end_px) / 2.0;
        self.text(middle, self.height - 8.0, "middle", "axis", name);
    }

    /// The same for horizontal lines; numbers are followed by `unit`.
    pub fn y_axis(&mut self, name: &str, unit: &str) {
        let (left, right) = (self.x.start_px, self.x.end_px);
        for value in self.y.ticks(5.0) {
            let y = self.y.at(value);
            self.add(&format!("<line class=\"grid\" x1=\"{left:.1}\" x2=\"{right:.1}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/>"));
            self.text(left - 8.0, y + 4.0, "end", "tick", &format!("{}{unit}", plain(value)));
        }
        let middle = (self.y.start_px + self.y.end_px) / 2.0;
        self.add(&format!(
            "<text class=\"axis\" text-anchor=\"middle\" transform=\"translate(14 {middle:.1}) rotate(-90)\">{}</text>",
            escaped(name)
        ));
    }

    /// Stairs that climb at each point.
    fn stairs(&mut self, class: &str, points: &[(f64, f64)]) {
        let Some(first) = points.first() else { return };
        let mut path = format!("M{:.1} {:.1}", self.x.at(first.0), self.y.at(0.0));
        for (x, y) in points {
            path += &format!("H{:.1}V{:.1}", self.x.at(*x), self.y.at(*y));
        }
        path += &format!("H{:.1}", self.x.end_px);
        self.add(&format!("<path class=\"line {class}\" d=\"{path}\"/>"));
    }

    /// A dot; `title` shows when the pointer rests on it.
    pub fn dot(&mut self, class: &str, at: (f64, f64), title: &str) {
        let (x, y) = (self.x.at(at.0), self.y.at(at.1));
        self.add(&format!(
            "<circle class=\"dot {class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4.5\"><title>{}</title></circle>",
            escaped(title)
        ));
    }

    /// A horizontal bar from one value to another, in that part of a row.
    pub fn bar(&mut self, class: &str, x: (f64, f64), row: usize, part: (f64, f64), title: &str) {
        let (left, right) = (self.x.at(x.0), self.x.at(x.1));
        let (top, bottom) = (self.y.at(row as f64 + part.0), self.y.at(row as f64 + part.1));
        self.add(&format!(
            "<rect class=\"{class}\" x=\"{left:.1}\" y=\"{top:.1}\" width=\"{:.1}\" height=\"{:.1}\"><title>{}</title></rect>",
            (right - left).max(0.0),
            bottom - top,
            escaped(title)
        ));
    }

    /// The name of a row, left of the plot.
    pub fn row_name(&mut self, row: usize, name: &str) {
        let y = self.y.at(row as f64 + 0.5);
        self.text(self.x.start_px - 8.0, y + 4.0, "end", "tick", name);
    }

    /// A few words beside a dot.
    fn note(&mut self, at: (f64, f64), side: Side, words: &str) {
        let (x, y) = (self.x.at(at.0), self.y.at(at.1));
        match side {
            Side::Left => self.text(x - 9.0, y + 4.0, "end", "note", words),
            Side::Right => self.text(x + 9.0, y + 4.0, "start", "note", words),
        }
    }

    /// The finished drawing; `title` says to those who cannot see it what it shows.
    pub fn finish(self, title: &str) -> String {
        let Self { height, body, .. } = self;
        format!(
            "<svg viewBox=\"0 0 {WIDTH:.0} {height:.0}\" role=\"img\" aria-label=\"{}\">\n{body}</svg>\n",
            escaped(title)
        )
    }

    fn text(&mut self, x: f64, y: f64, anchor: &str, class: &str, words: &str) {
        self.add(&format!(
            "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{}</text>",
            escaped(words)
        ));
    }

    fn add(&mut self, element: &str) {
        self.body.push_str(element);
        self.body.push('\n');
    }
}

/// The largest of some values, 0 if there are none.
pub fn largest(values: impl IntoIterator<Item = f64>) -> f64 {
    values.into_iter().fold(0.0, f64::max)
}

/// A number without a fraction it does not need.
fn plain(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests;
