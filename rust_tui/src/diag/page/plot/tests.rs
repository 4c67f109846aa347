//! Scales, and what stands in a drawing.

use super::*;

#[test]
fn ticks_are_round_and_stay_on_the_scale() {
    let ticks = |to: f64, about: f64| Scale::new(to, 0.0, 100.0).ticks(about);
    assert_eq!(ticks(100.0, 5.0), [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
    assert_eq!(ticks(780.0, 6.0), [0.0, 200.0, 400.0, 600.0]);
    assert_eq!(ticks(1_100.0, 5.0), [0.0, 250.0, 500.0, 750.0, 1_000.0]);
    assert_eq!(ticks(4.3, 6.0), [0.0, 1.0, 2.0, 3.0, 4.0]);
    assert_eq!(ticks(0.0, 5.0).len(), 6, "a scale of nothing still has a length");
}

#[test]
fn values_lie_between_the_ends_and_upwards_is_up() {
    let plot = Plot::new(10.0, 4.0);
    assert_eq!((plot.x.at(0.0), plot.x.at(10.0)), (64.0, 544.0));
    assert!(plot.y.at(4.0) < plot.y.at(0.0));
    let rows = Plot::of_rows(40.0, 3, 20.0, 10.0);
    assert!(rows.y.at(0.0) < rows.y.at(2.0));
}

#[test]
fn words_are_escaped_and_numbers_plain() {
    let mut plot = Plot::of_rows(40.0, 1, 20.0, 1.0);
    plot.row_name(0, "<a & b>.wav");
    plot.dot("parlo", (0.5, 0.5), "\"quoted\"");
    let drawing = plot.finish("less < more");
    assert!(drawing.contains("&lt;a &amp; b&gt;.wav"), "{drawing}");
    assert!(drawing.contains("&quot;quoted&quot;"), "{drawing}");
    assert!(drawing.contains("aria-label=\"less &lt; more\""), "{drawing}");
    assert_eq!([0.0, 2.5, 1_000.0, 0.25].map(plain), ["0", "2.5", "1000", "0.25"]);
}
