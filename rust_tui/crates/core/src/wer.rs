//! Word error rate, with a text normalisation in the spirit of the Whisper paper.
//!
//! WER = (substitutions + deletions + insertions) / reference words, by word-level Levenshtein
//! distance. Case, punctuation and the spelling of small numbers do not count as errors
//! (Radford et al., "Robust Speech Recognition via Large-Scale Weak Supervision", appendix C).

/// Errors and reference length of one or several comparisons; add them up before dividing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct WordErrors {
    /// Substituted, deleted and inserted words.
    pub errors: usize,
    /// Words of the reference.
    pub reference_words: usize,
}

impl WordErrors {
    /// The word error rate (0 is perfect; above 1 is possible). An empty reference counts as one
    /// word, so that invented text on silence is an error and not a division by zero.
    pub fn rate(self) -> f64 {
        self.errors as f64 / self.reference_words.max(1) as f64
    }
}

impl std::ops::AddAssign for WordErrors {
    fn add_assign(&mut self, other: Self) {
        self.errors += other.errors;
        self.reference_words += other.reference_words;
    }
}

/// Compares what was heard with what was said.
pub fn word_errors(reference: &str, hypothesis: &str) -> WordErrors {
    let reference = normalised_words(reference);
    let hypothesis = normalised_words(hypothesis);
    let errors = distance_table(&reference, &hypothesis)[reference.len()][hypothesis.len()];
    WordErrors { errors, reference_words: reference.len() }
}

/// The longest run of words, as their number, that were heard without having been said. A decoder
/// that repeats itself or invents a phrase writes many in a row; one that mishears writes a word too
/// many here and there.
pub fn longest_invention(reference: &str, hypothesis: &str) -> usize {
    let said = normalised_words(reference);
    let heard = normalised_words(hypothesis);
    let distances = distance_table(&said, &heard);
    // Along a cheapest path from the end: of the ways to explain a word, that nobody said it comes
    // second to that it was said.
    let (mut i, mut j) = (said.len(), heard.len());
    let (mut run, mut longest) = (0, 0);
    while j > 0 {
        let cost = distances[i][j];
        let matches = i > 0 && said[i - 1] == heard[j - 1];
        if matches && distances[i - 1][j - 1] == cost {
            (i, j, run) = (i - 1, j - 1, 0);
        } else if distances[i][j - 1] + 1 == cost {
            (j, run) = (j - 1, run + 1);
            longest = longest.max(run);
        } else if i > 0 && distances[i - 1][j - 1] + 1 == cost {
            (i, j, run) = (i - 1, j - 1, 0);
        } else {
            (i, run) = (i - 1, 0);
        }
    }
    longest
}

/// The words of a text as they are compared: lower case, without punctuation, numbers up to 99 in
/// digits, hyphens as spaces.
pub fn normalised_words(text: &str) -> Vec<String> {
    let mut cleaned = String::with_capacity(text.len());
    for character in text.chars().flat_map(char::to_lowercase) {
        match character {
            '\'' | '’' => {}
            c if c.is_alphanumeric() => cleaned.push(c),
            // "1,000" stays one number; every other mark separates words.
            ',' if cleaned.ends_with(|c: char| c.is_ascii_digit()) => cleaned.push(','),
            _ => cleaned.push(' '),
        }
    }
    let words: Vec<String> = cleaned
        .split_whitespace()
        .map(|word| word.trim_end_matches(',').replace(',', ""))
        .filter(|word| !word.is_empty())
        .collect();
    join_spelled_numbers(&words)
}

const UNITS: &str = "\
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen \
    sixteen seventeen eighteen nineteen";
const TENS: &str = "twenty thirty forty fifty sixty seventy eighty ninety";

fn join_spelled_numbers(words: &[String]) -> Vec<String> {
    let unit = |word: &str| UNITS.split(' ').position(|name| name == word);
    let tens = |word: &str| TENS.split(' ').position(|name| name == word).map(|i| (i + 2) * 10);
    let mut out = Vec::with_capacity(words.len());
    let mut rest = words.iter();
    while let Some(word) = rest.next() {
        if let Some(number) = tens(word) {
            let ones =
                rest.as_slice().first().and_then(|next| unit(next)).filter(|n| (1..10).contains(n));
            if ones.is_some() {
                rest.next();
            }
            out.push((number + ones.unwrap_or(0)).to_string());
        } else if let Some(number) = unit(word) {
            out.push(number.to_string());
        } else {
            out.push(word.clone());
        }
    }
    out
}

/// At `[i][j]` the distance between the first `i` words said and the first `j` heard.
fn distance_table(said: &[String], heard: &[String]) -> Vec<Vec<usize>> {
    let mut rows = vec![(0..=heard.len()).collect::<Vec<usize>>()];
    for (i, left) in said.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, right) in heard.iter().enumerate() {
            let substituted = rows[i][j] + usize::from(left != right);
            row.push(substituted.min(row[j] + 1).min(rows[i][j + 1] + 1));
        }
        rows.push(row);
    }
    rows
}

#[cfg(test)]
mod tests;
