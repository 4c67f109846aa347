//! What the charts show, in the terminal and on a page: a history, a histogram.

use parlo_core::metrics::percentile;

use super::super::page::plot::rounded_up;

/// The values in order, reduced to at most so many: each is the median of as many neighbours as the
/// others.
pub fn history(values: &[f64], most: usize) -> Vec<f64> {
    let count = values.len().min(most);
    let place = |number: usize| number * values.len() / count.max(1);
    (0..count)
        .filter_map(|number| percentile(&values[place(number)..place(number + 1)], 50.0))
        .collect()
}

/// One bar of a histogram.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bin {
    /// Its values are at least this.
    pub from: f64,
    /// And less than this; infinite for the last one, where values lie far out.
    pub to: f64,
    /// How many there are.
    pub count: usize,
}

impl Bin {
    /// Its values, with this between the least and the greatest.
    pub fn name(&self, dash: &str) -> String {
        match self.to.is_finite() {
            true => format!("{:.0}{dash}{:.0} ms", self.from, self.to),
            false => format!("over {:.0} ms", self.from),
        }
    }
}

/// Bins of a round width, at most so many up to a quarter beyond the 95th percentile, empty ones at
/// the beginning and the end left out. The last one holds all that lies beyond: a single odd value
/// would squeeze the rest.
pub fn histogram(values: &[f64], most: usize) -> Vec<Bin> {
    let Some(p95) = percentile(values, 95.0).filter(|p95| *p95 > 0.0) else { return Vec::new() };
    let width = rounded_up(p95 * 1.25 / most as f64, &[1.0, 2.0, 5.0]);
    let bins = (p95 * 1.25 / width).floor() as usize + 1;
    let mut histogram: Vec<Bin> = (0..bins)
        .map(|bin| Bin { from: bin as f64 * width, to: (bin + 1) as f64 * width, count: 0 })
        .collect();
    let mut beyond = Bin { from: bins as f64 * width, to: f64::INFINITY, count: 0 };
    for value in values.iter().filter(|value| value.is_finite()) {
        // A negative value is none; it is counted with the least.
        let bin = (value.max(0.0) / width) as usize;
        histogram.get_mut(bin).unwrap_or(&mut beyond).count += 1;
    }
    if beyond.count > 0 {
        histogram.push(beyond);
    }
    let end = histogram.iter().rposition(|bin| bin.count > 0).map_or(0, |last| last + 1);
    histogram.truncate(end);
    let first = histogram.iter().position(|bin| bin.count > 0).unwrap_or(0);
    histogram.split_off(first)
}
