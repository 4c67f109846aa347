//! Names and limits.

use super::Dimensions;

fn of(vocabulary: usize, state: usize, layers: (usize, usize), mel_bands: usize) -> Dimensions {
    Dimensions {
        vocabulary,
        audio_context: 1500,
        state,
        heads: state / 64,
        audio_layers: layers.0,
        text_context: 448,
        text_layers: layers.1,
        mel_bands,
    }
}

#[test]
fn every_published_shape_gets_its_usual_name() {
    let cases = [
        (of(51_864, 384, (4, 4), 80), "tiny.en"),
        (of(51_865, 384, (4, 4), 80), "tiny"),
        (of(51_865, 512, (6, 6), 80), "base"),
        (of(51_864, 768, (12, 12), 80), "small.en"),
        (of(51_865, 1024, (24, 24), 80), "medium"),
        (of(51_865, 1280, (32, 32), 80), "large"),
        (of(51_866, 1280, (32, 32), 128), "large-v3"),
        (of(51_866, 1280, (32, 4), 128), "large-v3-turbo"),
        (of(51_866, 1280, (32, 2), 128), "distil-large-v3"),
        (of(51_864, 768, (12, 4), 80), "distil-small.en"),
    ];
    for (dimensions, name) in cases {
        assert_eq!(dimensions.check(), Ok(()), "{name}");
        assert_eq!(dimensions.usual_name().as_deref(), Some(name));
    }
}

#[test]
fn an_unknown_width_has_no_name() {
    let dimensions = of(51_864, 448, (4, 4), 80);
    assert_eq!(dimensions.check(), Ok(()));
    assert_eq!(dimensions.family(), None);
    assert_eq!(dimensions.usual_name(), None);
}

#[test]
fn impossible_dimensions_are_refused_with_the_culprit() {
    let good = of(51_864, 384, (4, 4), 80);
    let cases = [
        (Dimensions { vocabulary: 32_000, ..good }, "vocabulary"),
        (Dimensions { vocabulary: 51_867, ..good }, "vocabulary"),
        (Dimensions { audio_context: 1501, ..good }, "audio context"),
        (Dimensions { state: usize::MAX, ..good }, "width"),
        (Dimensions { heads: usize::MAX, ..good }, "heads"),
        (Dimensions { heads: 5, ..good }, "heads"),
        (Dimensions { audio_layers: 33, ..good }, "encoder layers"),
        (Dimensions { text_context: 8, ..good }, "text context"),
        (Dimensions { text_layers: 0, ..good }, "decoder layers"),
        (Dimensions { mel_bands: 81, ..good }, "mel bands"),
    ];
    for (dimensions, culprit) in cases {
        let reason = dimensions.check().err().unwrap_or_default();
        assert!(reason.contains(culprit), "{culprit}: {reason}");
    }
}
