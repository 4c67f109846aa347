//! Sums, ratios and growth of numbers that can be checked by hand.

use super::super::clips::Kind;
use super::super::metrics::Live;
use super::*;

/// A recording with a take for each total.
pub fn row(totals: &[Option<f64>], said: &str, heard: &str, script_decode_ms: f64) -> Row {
    let mut live = Live::default();
    for total_ms in totals {
        let take = TakeMetrics {
            total_ms: *total_ms,
            utterance_ms: 2_000.0,
            first_words_ms: Some(600.0),
            refresh_ms: vec![250.0, 350.0],
            speculative_hits: 1,
            speculative_misses: 2,
            failure: total_ms.is_none().then(|| "no words".to_owned()),
            ..TakeMetrics::default()
        };
        live.add(take, None);
    }
    live.text = heard.to_owned();
    Row {
        name: "clip.wav".to_owned(),
        kind: Kind::Single,
        said: Some(said.to_owned()),
        audio_ms: 2_500.0,
        live,
        live_words: Judgement::new(Some(said), heard),
        script_text: said.to_owned(),
        script_words: Judgement::new(Some(said), said),
        script_decode_ms,
    }
}

#[test]
fn rows_add_up() {
    let rows = [
        row(&[Some(300.0)], "one two", "one two", 300.0),
        row(&[Some(400.0), None], "three four", "three for", 500.0),
        row(&[Some(500.0)], "five", "five five five five five", 700.0),
    ];
    let rows: Vec<&Row> = rows.iter().collect();
    let summary = Summary::of(&rows, Ending::Pause);
    let counts = (summary.recordings, summary.takes, summary.failed);
    assert_eq!(counts, (3, 4, 1));
    assert_eq!((summary.speculative_hits, summary.speculative_misses), (4, 8));
    let latency = summary.latency.unwrap();
    assert_eq!((latency.count, latency.p50, latency.p95), (3, 400.0, 500.0));
    assert_eq!(summary.total, summary.latency);
    assert_eq!(summary.key_to_text, None);
    // The script waits half a second before it decodes.
    assert_eq!(summary.script_latency.unwrap().p50, 1_000.0);
    assert_eq!(summary.ratio, Some((0.4, 500.0 / 1_200.0)));
    assert_eq!(summary.words.errors, WordErrors { errors: 5, reference_words: 5 });
    assert_eq!((summary.words.rate(), summary.script_words.rate()), (Some(1.0), Some(0.0)));
    assert_eq!((summary.words.made_up, summary.script_words.made_up), (1, 0));
    assert_eq!(summary.refresh.unwrap().count, 8);
}

#[test]
fn with_a_key_the_script_does_not_wait_either() {
    let mut clip = row(&[Some(300.0)], "one", "one", 250.0);
    clip.live.takes[0].key_to_text_ms = Some(125.0);
    let summary = Summary::of(&[&clip], Ending::Key { after_ms: 100.0 });
    assert_eq!(summary.latency.unwrap().p50, 125.0);
    assert_eq!(summary.ratio, Some((0.5, 0.5)));
}

#[test]
fn nothing_sums_up_to_nothing() {
    let summary = Summary::of(&[], Ending::Pause);
    assert_eq!((summary.latency, summary.ratio, summary.words.rate()), (None, None, None));
}

#[test]
fn growth_is_the_long_median_over_the_short_one() {
    let takes =
        [(1_000.0, 300.0), (3_999.0, 500.0), (2_000.0, 400.0), (4_000.0, 9.0), (19_999.0, 9.0)];
    assert_eq!(Growth::of(&takes), None);
    let long = [(20_000.0, 480.0), (26_000.0, 600.0), (25_000.0, 440.0)];
    let growth = Growth::of(&[&takes[..], &long[..]].concat()).unwrap();
    let expected = Growth {
        short_takes: 3,
        short_p50_ms: 400.0,
        long_takes: 3,
        long_p50_ms: 480.0,
        ratio: 1.2,
    };
    assert_eq!(growth, expected);
}

#[test]
fn a_distribution_climbs_to_one() {
    assert_eq!(distribution(&[30.0, 10.0]), [(10.0, 0.5), (30.0, 1.0)]);
    assert_eq!(distribution(&[]), []);
}
