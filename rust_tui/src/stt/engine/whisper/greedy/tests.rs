//! The loop against made-up logits.

use super::*;

const WORDS: [&str; 6] = [" ", " run", " the", " tests", ".", "♪"];
/// Tokens 0–5 are words, 6 ends, 7 starts, 8 is no-timestamps, 9 no-speech, 10 transcribe, 11
/// previous.
const TOKENS: usize = 12;

/// Logits that clearly favour one token.
fn favour(token: i32) -> Vec<f32> {
    let mut logits = vec![0.0; TOKENS];
    logits[token as usize] = 10.0;
    logits
}

/// Decodes where the model wants to write `script` and then the end.
fn decode(script: &[i32], limit: usize) -> Pass {
    let table = TokenTable::of_words(&WORDS);
    let mut written = script.iter();
    let greedy = Greedy { table: &table, language: None, prompt: &[] };
    greedy
        .decode(limit, |tokens, _| {
            Ok(if tokens == [table.start] {
                favour(0)
            } else {
                favour(*written.next().unwrap_or(&6))
            })
        })
        .expect("the closure never fails")
        .0
}

#[test]
fn the_likeliest_tokens_make_the_text() {
    let outcome = decode(&[1, 2, 3, 4], 20);
    assert_eq!((outcome.text.as_str(), outcome.looped), (" run the tests.", false));
    assert!(outcome.mean_log_probability > -0.01);
    assert!(outcome.no_speech_probability < 0.01);
}

#[test]
fn a_prompt_is_read_before_the_text_and_not_asked_about_speech() {
    let table = TokenTable::of_words(&WORDS);
    let greedy = Greedy { table: &table, language: None, prompt: &[2, 3] };
    let mut fed = Vec::new();
    let (pass, _) = greedy
        .decode(20, |tokens, position| {
            fed.push((tokens.to_vec(), position));
            let speechless = fed.len() == 1;
            Ok(favour(match tokens {
                [token] if *token == table.start && speechless => table.no_speech,
                [token] if *token == table.no_timestamps => 1,
                _ => 6,
            }))
        })
        .expect("the closure never fails");
    assert_eq!(pass.text, " run");
    assert!(pass.no_speech_probability > 0.99);
    let (start, previous) = (table.start, table.previous);
    assert_eq!(
        fed,
        [
            (vec![start], 0),
            (vec![previous, 2, 3, start], 0),
            (vec![table.no_timestamps], 4),
            (vec![1], 5)
        ]
    );
}

#[test]
fn a_blank_start_and_captions_are_never_written() {
    let table = TokenTable::of_words(&WORDS);
    let mut logits = vec![0.0; TOKENS];
    (logits[0], logits[5], logits[6], logits[1]) = (9.0, 8.0, 7.0, 6.0);
    let greedy = Greedy { table: &table, language: None, prompt: &[] };
    assert_eq!(greedy.likeliest(&logits, 0).0, 1);
    assert_eq!(greedy.likeliest(&logits, 1).0, 0);
}

#[test]
fn a_loop_is_cut_to_its_first_copy() {
    let outcome = decode(&[1, 3, 3, 3, 3, 3, 3, 3, 3, 3], 50);
    assert_eq!((outcome.text.as_str(), outcome.looped), (" run tests", true));
}

#[test]
fn more_than_the_audio_can_hold_is_a_loop_too() {
    let endless: Vec<i32> = (0..200).map(|n| 1 + n * n % 3).collect();
    let outcome = decode(&endless, 21);
    assert!(outcome.looped);
    assert!(outcome.text.split(' ').count() <= 22);
}

#[test]
fn an_abort_ends_the_loop() {
    let table = TokenTable::of_words(&WORDS);
    let greedy = Greedy { table: &table, language: None, prompt: &[] };
    let aborted = greedy.decode(50, |tokens, position| {
        if position > 4 {
            Err(EngineError::Aborted)
        } else {
            Ok(favour(if tokens == [1] { 2 } else { 1 }))
        }
    });
    assert_eq!(aborted, Err(EngineError::Aborted));
}

#[test]
fn silence_is_recognised_by_the_first_logits() {
    let table = TokenTable::of_words(&WORDS);
    let greedy = Greedy { table: &table, language: None, prompt: &[] };
    let outcome = greedy
        .decode(20, |tokens, _| {
            Ok(favour(if tokens == [table.start] { table.no_speech } else { 6 }))
        })
        .expect("the closure never fails");
    assert!(outcome.0.no_speech_probability > 0.99);
}

#[test]
fn the_language_is_the_one_asked_for_or_the_likeliest() {
    let table = TokenTable::of_words(&WORDS);
    let logits = favour(4);
    assert_eq!(
        Greedy { table: &table, language: None, prompt: &[] }.language_of(&logits, (2, 3)),
        2
    );
    assert_eq!(
        Greedy { table: &table, language: Some(1), prompt: &[] }.language_of(&logits, (2, 3)),
        1
    );
}
