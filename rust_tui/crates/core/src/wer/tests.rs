//! WER on texts whose errors can be counted by hand.

use super::*;

fn check(reference: &str, hypothesis: &str, errors: usize, reference_words: usize) {
    assert_eq!(
        word_errors(reference, hypothesis),
        WordErrors { errors, reference_words },
        "{reference:?} against {hypothesis:?}"
    );
}

#[test]
fn case_punctuation_and_numbers_do_not_count() {
    check("Undo that.", "undo that", 0, 2);
    check("in 1813,", "In 1813.", 0, 2);
    check("twenty-one tests, two fail", "21 tests. 2 fail!", 0, 4);
    check("don't", "dont", 0, 1);
    check("1,000 words", "1000 words", 0, 2);
}

#[test]
fn errors_are_counted_by_kind() {
    check("run the test suite", "run a test suite", 1, 4);
    check("run the test suite", "run test suite", 1, 4);
    check("run the test suite", "run the whole test suite", 1, 4);
    check("stop", "stop stop stop", 2, 1);
    check("", "thank you", 2, 0);
    check("yes", "", 1, 1);
}

#[test]
fn rates_add_up_over_clips() {
    let mut sum = word_errors("a b c", "a b c");
    sum += word_errors("d", "e");
    assert_eq!(sum.rate(), 0.25);
    assert_eq!(word_errors("", "invented").rate(), 1.0);
}

#[test]
fn words_nobody_said_are_counted_in_a_row() {
    for (said, heard, longest) in [
        ("run the test suite", "Run the test suite.", 0),
        ("run the test suite", "run the whole test suite", 1),
        ("run the test suite", "run a test suit", 0),
        ("stop", "Stop. Stop. Stop. Stop.", 3),
        ("run the tests", "Run the tests. Run the tests.", 3),
        ("run the tests now please", "Run the tests. Run the tests now, please.", 3),
        ("yes", "Yes. Thanks for watching.", 3),
        ("one two three four", "nine one two eight three four seven", 1),
        ("", "thank you", 2),
        ("something", "", 0),
    ] {
        assert_eq!(longest_invention(said, heard), longest, "{said:?} against {heard:?}");
    }
}
