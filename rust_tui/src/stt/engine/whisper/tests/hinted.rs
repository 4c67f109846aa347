//! Hints against a model of whisper.cpp's that knows no words but loads like any other.

use parlo_core::hints::Hints;
use parlo_core::settings::VoiceSettings;

use super::*;
use crate::stt::model::fixture;

#[test]
fn hints_hold_until_their_version_changes_and_need_no_other_engine() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("whole.bin");
    std::fs::write(&path, fixture::ggml()).unwrap();
    let mut engine = load(&path).map_err(|error| error.to_string()).unwrap();
    // No other engine could be built.
    std::fs::remove_file(&path).unwrap();
    let mut decode = |hints: &Arc<Hints>| {
        let hints = Arc::clone(hints);
        let request = DecodeRequest { hints, ..DecodeRequest::first(Effort::Careful) };
        engine.decode(&[0.0; 16_000], &request).unwrap();
        (engine.bias.full(&[]), engine.bias.vocabulary().spelled("We use Tokio."))
    };
    let words = |words: &[&str], initial_prompt: &str| VoiceSettings {
        vocabulary: words.iter().map(|word| (*word).to_owned()).collect(),
        initial_prompt: initial_prompt.to_owned(),
        ..VoiceSettings::default()
    };
    let none = Arc::default();
    let (prompt, spelled) = decode(&none);
    assert_eq!((prompt.len(), spelled.as_str()), (0, "We use Tokio."));
    let first = Arc::new(Hints::of(&words(&["tokio"], "")));
    let (glossary, spelled) = decode(&first);
    assert!(!glossary.is_empty());
    assert_eq!(spelled, "We use tokio.");
    assert_eq!(decode(&first).0, glossary);
    let second = Arc::new(first.revised(&words(&["tokio"], "Run it.")).unwrap());
    let (with_style, _) = decode(&second);
    assert!(with_style.len() > glossary.len() && with_style.starts_with(&glossary));
    assert!(decode(&none).0.is_empty());
}
