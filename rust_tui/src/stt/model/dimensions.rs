//! The hyperparameters of a Whisper model, their limits, and the name they usually go by.
//!
//! Pure; no I/O.

/// The hyperparameters in the head of a ggml file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dimensions {
    /// Tokens, the special ones included: 51864 English, 51865 multilingual, 51866 large-v3.
    pub vocabulary: usize,
    /// Positions of the encoder; 1500 for 30 s.
    pub audio_context: usize,
    /// Width of encoder and decoder.
    pub state: usize,
    /// Attention heads, each 64 wide.
    pub heads: usize,
    /// Layers of the encoder.
    pub audio_layers: usize,
    /// Positions of the decoder; 448.
    pub text_context: usize,
    /// Layers of the decoder.
    pub text_layers: usize,
    /// Mel bands of the input: 80, large-v3 has 128.
    pub mel_bands: usize,
}

/// Width of one attention head in every Whisper model.
pub(super) const HEAD_WIDTH: usize = 64;

/// The families of OpenAI's models: the word users know, the width, and the layers of the encoder.
const FAMILIES: [(&str, usize, usize); 5] = [
    ("tiny", 384, 4),
    ("base", 512, 6),
    ("small", 768, 12),
    ("medium", 1024, 24),
    (LARGE, 1280, 32),
];
const LARGE: &str = "large";

impl Dimensions {
    /// Refuses what no Whisper model has, before anything is allocated or looked up by it.
    ///
    /// whisper.cpp believes these numbers and ends the process where they do not suit it: it has
    /// names for as many languages as 51,866 tokens hold, room in its graphs for 32 layers of a
    /// decoder, and no check that a position it looks up is there.
    pub(super) fn check(&self) -> Result<(), String> {
        let limits = [
            ("vocabulary size", self.vocabulary, 51_864, 51_866),
            ("audio context", self.audio_context, 1500, 1500),
            ("width", self.state, HEAD_WIDTH, 1280),
            ("number of encoder layers", self.audio_layers, 1, 32),
            ("text context", self.text_context, 448, 448),
            ("number of decoder layers", self.text_layers, 1, 32),
        ];
        for (what, value, least, most) in limits {
            if !(least..=most).contains(&value) {
                let usual =
                    if least == most { most.to_string() } else { format!("{least} to {most}") };
                return Err(format!(
                    "its {what} is {value}, that of Whisper models {usual}; the file is damaged or no Whisper model, see `parlo models list`"
                ));
            }
        }
        let Self { state, heads, mel_bands, .. } = self;
        if heads.checked_mul(HEAD_WIDTH) != Some(*state) {
            return Err(format!(
                "its width {state} does not divide into {heads} heads of {HEAD_WIDTH}"
            ));
        }
        if ![80, 128].contains(mel_bands) {
            return Err(format!("it has {mel_bands} mel bands; Whisper models have 80 or 128"));
        }
        Ok(())
    }

    /// Whether the vocabulary is the English one.
    pub const fn is_english_only(&self) -> bool {
        self.vocabulary == 51_864
    }

    /// The family, such as `tiny`; `None` for none of OpenAI's.
    pub fn family(&self) -> Option<&'static str> {
        let shape = (self.state, self.audio_layers);
        FAMILIES.into_iter().find(|(_, width, layers)| (*width, *layers) == shape).map(|row| row.0)
    }

    /// The name a model of these dimensions goes by, or `None` for an unknown family.
    ///
    /// `large-v1` and `large-v2` have the same dimensions and are both called `large`; a decoder
    /// shorter than the encoder marks a distilled model, except for `large-v3-turbo`.
    pub fn usual_name(&self) -> Option<String> {
        let family = self.family()?;
        let third_generation = self.mel_bands == 128;
        let mut name = String::new();
        let turbo = family == LARGE && third_generation && self.text_layers == 4;
        if self.text_layers < self.audio_layers && !turbo {
            name.push_str("distil-");
        }
        name.push_str(family);
        if third_generation {
            name.push_str("-v3");
        }
        if turbo {
            name.push_str("-turbo");
        }
        if self.is_english_only() {
            name.push_str(".en");
        }
        Some(name)
    }
}

#[cfg(test)]
mod tests;
