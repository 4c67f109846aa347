//! What the charts show, whatever draws them: a history, a histogram.

use parlo_core::metrics::percentile;

/// The values in order, brought down to at most so many: each stands for as many neighbours as the
/// others, by their median.
pub(super) fn history(values: &[f64], most: usize) -> Vec<f64> {
    let count = values.len().min(most);
    let place = |number: usize| number * values.len() / count.max(1);
    (0..count)
        .filter_map(|number| percentile(&values[place(number)..place(number + 1)], 50.0))
        .collect()
}

/// One bar of a histogram.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bin {
    /// Its values are at least this.
    pub from: f64,
    /// And less than this; infinite for the last one, where values lie far out.
    pub to: f64,
    /// How many there are.
    pub count: usize,
}

/// Bins of a round width, at most so many up to a quarter beyond the 95th percentile, empty ones at
/// the beginning and the end left out. The last one holds whatever lies beyond: a single odd value would squeeze
/// the rest.
pub(super) fn histogram(values: &[f64], most: usize) -> Vec<Bin> {
    let Some(p95) = percentile(values, 95.0).filter(|p95| *p95 > 0.0) else { return Vec::new() };
    let width = round_up(p95 * 1.25 / most as f64);
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

/// The smallest of 1, 2, 5 and their tenfolds that is no smaller.
fn round_up(least: f64) -> f64 {
    let magnitude = 10_f64.powf(least.log10().floor());
    let factor = [1.0, 2.0, 5.0].into_iter().find(|factor| factor * magnitude >= least);
    factor.unwrap_or(10.0) * magnitude
}
