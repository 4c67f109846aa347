//! Which of the installed models to use, when the user leaves that to parlo.
//!
//! Pure: how fast a model is comes from a closure, which is asked of as few models as possible.

use std::time::Duration;

use super::ModelInfo;

/// A model slower than this many budgets ends the search: those above it are slower still.
const HOPELESS: u32 = 2;

/// The language the model has to understand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spoken {
    /// English: any model will do, one for English alone does it better.
    English,
    /// Another language.
    Other,
    /// Nobody said: a multilingual model may be wanted.
    Any,
}

/// A model that could be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    /// Weights, about: what decides how good and how slow it is.
    pub weights: u64,
    /// It knows no other language.
    pub english_only: bool,
    /// Size of its file; of two with as many weights the larger one is more exact.
    pub bytes: u64,
}

impl Candidate {
    /// What matters of a model.
    pub fn of(info: &ModelInfo) -> Self {
        let dimensions = &info.dimensions;
        // A layer of the encoder has 12 matrices of the width's square, one of the decoder 16.
        let layers = 12 * dimensions.audio_layers + 16 * dimensions.text_layers;
        Self {
            weights: (dimensions.state * dimensions.state * layers) as u64,
            english_only: info.is_english_only(),
            bytes: info.bytes,
        }
    }
}

/// What was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// Its place among the candidates.
    pub index: usize,
    /// Whether it decodes within the budget; if not it is the fastest there is.
    pub fits: bool,
}

/// The largest candidate that understands what is spoken and decodes within the budget, or else the
/// fastest; `None` if no candidate understands it. `time_of` may fail for a model that is damaged.
pub fn choose(
    candidates: &[Candidate],
    spoken: Spoken,
    budget: Duration,
    mut time_of: impl FnMut(usize) -> Option<Duration>,
) -> Option<Choice> {
    let multilingual = |index: &usize| !candidates[*index].english_only;
    let all = || (0..candidates.len()).collect::<Vec<_>>();
    let groups = match spoken {
        Spoken::English => vec![all()],
        Spoken::Other => vec![all().into_iter().filter(multilingual).collect()],
        Spoken::Any => {
            let (known, english) = all().into_iter().partition(multilingual);
            vec![known, english]
        }
    };
    let mut fastest: Option<(Duration, usize)> = None;
    for mut group in groups {
        group.sort_by_key(|index| {
            let Candidate { weights, english_only, bytes } = candidates[*index];
            (weights, english_only, bytes)
        });
        let mut largest = None;
        for index in group {
            let Some(time) = time_of(index) else { continue };
            if fastest.is_none_or(|(least, _)| time < least) {
                fastest = Some((time, index));
            }
            if time <= budget {
                largest = Some(Choice { index, fits: true });
            } else if time > budget * HOPELESS {
                break;
            }
        }
        if largest.is_some() {
            return largest;
        }
    }
    fastest.map(|(_, index)| Choice { index, fits: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tiny, tiny.en, base, base.en quantised, base.en, small.
    const MODELS: [Candidate; 6] = [
        Candidate { weights: 39, english_only: false, bytes: 78 },
        Candidate { weights: 39, english_only: true, bytes: 78 },
        Candidate { weights: 74, english_only: false, bytes: 148 },
        Candidate { weights: 74, english_only: true, bytes: 60 },
        Candidate { weights: 74, english_only: true, bytes: 148 },
        Candidate { weights: 244, english_only: false, bytes: 488 },
    ];

    fn chosen(spoken: Spoken, budget_ms: u64, times_ms: [u64; 6]) -> (usize, bool, Vec<usize>) {
        let mut asked = Vec::new();
        let choice = choose(&MODELS, spoken, Duration::from_millis(budget_ms), |index| {
            asked.push(index);
            Some(Duration::from_millis(times_ms[index])).filter(|time| !time.is_zero())
        });
        let choice = choice.expect("there are models for all languages");
        (choice.index, choice.fits, asked)
    }

    #[test]
    fn the_largest_that_fits_is_chosen() {
        let times = [100, 90, 200, 180, 190, 900];
        assert_eq!(chosen(Spoken::English, 320, times).0, 4);
        assert_eq!(chosen(Spoken::English, 185, times).0, 3);
        assert_eq!(chosen(Spoken::English, 95, times).0, 1);
        assert_eq!(chosen(Spoken::Other, 320, times).0, 2);
        assert_eq!(chosen(Spoken::Other, 1_000, times).0, 5);
        assert_eq!(chosen(Spoken::Any, 320, times), (2, true, vec![0, 2, 5]));
    }

    #[test]
    fn english_models_serve_where_no_multilingual_one_fits_and_nobody_asked_for_one() {
        let times = [330, 300, 500, 480, 490, 2_000];
        assert_eq!(chosen(Spoken::Any, 320, times).0, 1);
        assert_eq!(chosen(Spoken::Other, 320, times), (0, false, vec![0, 2, 5]));
    }

    #[test]
    fn hopeless_models_end_the_search_and_the_fastest_is_used() {
        let slow = [2_000, 1_900, 4_000, 4_000, 4_000, 9_000];
        assert_eq!(chosen(Spoken::English, 300, slow), (0, false, vec![0]));
        assert_eq!(chosen(Spoken::Any, 300, slow), (1, false, vec![0, 1]));
    }

    #[test]
    fn a_model_that_cannot_be_measured_is_passed_over() {
        assert_eq!(chosen(Spoken::Other, 300, [100, 0, 0, 0, 0, 900]), (0, true, vec![0, 2, 5]));
        assert_eq!(choose(&MODELS, Spoken::Any, Duration::ZERO, |_| None), None);
        assert_eq!(choose(&MODELS[1..2], Spoken::Other, Duration::MAX, |_| panic!("asked")), None);
    }
}
