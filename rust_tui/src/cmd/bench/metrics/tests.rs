//! What counts as made up, as latency, and as a refresh.

use super::*;

fn made_up(said: Option<&str>, heard: &str) -> bool {
    Judgement::new(said, heard).made_up
}

#[test]
fn loops_and_invented_phrases_are_made_up_unless_they_were_said() {
    assert!(made_up(Some("Stop."), "Stop. Stop. Stop. Stop. Stop."));
    assert!(made_up(None, "Stop. Stop. Stop. Stop. Stop."));
    assert!(made_up(Some("Yes."), "Yes. Thanks for watching."));
    assert!(made_up(Some(""), "Thank you."));
    let said = "no no no no no no";
    assert!(!made_up(Some(said), said));
    assert!(!made_up(Some("in 1813,"), "In 18 and 13."));
    assert!(!made_up(Some("Yes."), ""));
    assert!(!made_up(None, "Run the tests."));
}

#[test]
fn without_a_text_there_are_no_errors_to_count() {
    assert_eq!(Judgement::new(None, "hello").errors, None);
    let all = WordErrors { errors: 2, reference_words: 2 };
    assert_eq!(Judgement::new(Some("undo that"), "").errors, Some(all));
}

#[test]
fn the_texts_of_the_takes_make_one() {
    let mut live = Live::default();
    for text in [Some("Run the tests"), None, Some("and fix them.")] {
        live.add(TakeMetrics::default(), text.map(str::to_owned));
    }
    assert_eq!((live.text.as_str(), live.takes.len()), ("Run the tests and fix them.", 3));
}

#[test]
fn a_wait_is_made_of_its_stages() {
    let take = TakeMetrics {
        total_ms: Some(420.0),
        key_to_text_ms: Some(320.0),
        endpoint_wait_ms: Some(340.0),
        delivery_ms: Some(5.0),
        ..TakeMetrics::default()
    };
    assert_eq!(take.stages_ms(Ending::Pause), Some([340.0, 75.0, 5.0]));
    let key = Ending::Key { after_ms: 100.0 };
    assert_eq!(take.latency_ms(key), Some(320.0));
    assert_eq!(take.stages_ms(key), Some([240.0, 75.0, 5.0]));
    let unheard = TakeMetrics { total_ms: None, ..take };
    assert_eq!(unheard.stages_ms(Ending::Pause), None);
}

#[test]
fn only_changes_during_the_speech_are_refreshes() {
    let start = Instant::now();
    let at = |ms: u64| start + Duration::from_millis(ms);
    let changes = [at(500), at(800), at(1_000), at(1_400)];
    assert_eq!(refreshes(&changes, Some(at(1_000))), [300.0, 200.0]);
    assert_eq!(refreshes(&changes, None), [300.0, 200.0, 400.0]);
    assert_eq!(refreshes(&changes[..1], None), [] as [f64; 0]);
}

#[test]
fn times_run_forwards() {
    let start = Instant::now();
    let later = start + Duration::from_micros(1_234);
    assert_eq!(between(Some(start), Some(later)), Some(1.2));
    assert_eq!(between(Some(later), Some(start)), None);
    assert_eq!(between(None, Some(start)), None);
}
