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

/// The family a model belongs to, by its width.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModelKind {
    /// 384 wide.
    Tiny,
    /// 512 wide.
    Base,
    /// 768 wide.
    Small,
    /// 1024 wide.
    Medium,
    /// 1280 wide.
    Large,
    /// None of OpenAI's.
    Other,
}

impl ModelKind {
    /// The word users know, such as `tiny`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Tiny => "tiny",
            Self::Base => "base",
            Self::Small => "small",
            Self::Medium => "medium",
            Self::Large => "large",
            Self::Other => "other",
        }
    }

    /// Width and number of encoder layers; a published model has exactly these.
    const fn width_and_layers(self) -> Option<(usize, usize)> {
        match self {
            Self::Tiny => Some((384, 4)),
            Self::Base => Some((512, 6)),
            Self::Small => Some((768, 12)),
            Self::Medium => Some((1024, 24)),
            Self::Large => Some((1280, 32)),
            Self::Other => None,
        }
    }
}

const KINDS: [ModelKind; 5] =
    [ModelKind::Tiny, ModelKind::Base, ModelKind::Small, ModelKind::Medium, ModelKind::Large];

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
        if self.heads.checked_mul(HEAD_WIDTH) != Some(self.state) {
            return Err(format!(
                "its width {} does not divide into {} heads of {HEAD_WIDTH}",
                self.state, self.heads
            ));
        }
        if self.mel_bands != 80 && self.mel_bands != 128 {
            return Err(format!(
                "it has {} mel bands; Whisper models have 80 or 128",
                self.mel_bands
            ));
        }
        Ok(())
    }

    /// Whether the vocabulary is the English one.
    #[must_use]
    pub const fn is_english_only(&self) -> bool {
        self.vocabulary == 51_864
    }

    /// The family, by width and encoder depth.
    #[must_use]
    pub fn kind(&self) -> ModelKind {
        KINDS
            .into_iter()
            .find(|kind| kind.width_and_layers() == Some((self.state, self.audio_layers)))
            .unwrap_or(ModelKind::Other)
    }

    /// The name a model of these dimensions goes by, or `None` for an unknown family.
    ///
    /// `large-v1` and `large-v2` have the same dimensions and are both called `large`; a decoder
    /// shorter than the encoder marks a distilled model, except for `large-v3-turbo`.
    #[must_use]
    pub fn usual_name(&self) -> Option<String> {
        let kind = self.kind();
        if kind == ModelKind::Other {
            return None;
        }
        let third_generation = self.mel_bands == 128;
        let mut name = String::new();
        let turbo = kind == ModelKind::Large && third_generation && self.text_layers == 4;
        if self.text_layers < self.audio_layers && !turbo {
            name.push_str("distil-");
        }
        name.push_str(kind.word());
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
