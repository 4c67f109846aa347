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
    fn add_assign(&mut self, other: WordErrors) {
        self.errors += other.errors;
        self.reference_words += other.reference_words;
    }
}

/// Compares what was heard with what was said.
pub fn word_errors(reference: &str, hypothesis: &str) -> WordErrors {
    let reference = normalised_words(reference);
    let hypothesis = normalised_words(hypothesis);
    WordErrors { errors: edit_distance(&reference, &hypothesis), reference_words: reference.len() }
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

const UNITS: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 8] =
    ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

fn join_spelled_numbers(words: &[String]) -> Vec<String> {
    let unit = |word: &str| UNITS.iter().position(|name| *name == word);
    let tens = |word: &str| TENS.iter().position(|name| *name == word).map(|i| (i + 2) * 10);
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

fn edit_distance(a: &[String], b: &[String]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, right) in b.iter().enumerate() {
            let substituted = diagonal + usize::from(left != right);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests;
