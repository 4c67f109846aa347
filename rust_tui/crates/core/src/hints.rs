//! What a user may say, for engines to listen for: the words of their vocabulary and text in their
//! style.
//!
//! They go along with every decode, and an engine keeps what it derives from them until the version
//! changes. So hints are only made here, where another content means another version.

use crate::settings::VoiceSettings;

/// What the user may say. None at all by default, which is version 0.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hints {
    version: u64,
    vocabulary: Vec<String>,
    initial_prompt: String,
}

impl Hints {
    /// Those of the settings, as the first version.
    pub fn of(settings: &VoiceSettings) -> Self {
        Self::default().followed_by(settings)
    }

    /// Those of the settings, as the version after this one; `None` if that would be the same.
    #[must_use]
    pub fn revised(&self, settings: &VoiceSettings) -> Option<Self> {
        let changed = self.vocabulary != settings.vocabulary
            || self.initial_prompt != settings.initial_prompt;
        changed.then(|| self.followed_by(settings))
    }

    fn followed_by(&self, settings: &VoiceSettings) -> Self {
        Self {
            version: self.version + 1,
            vocabulary: settings.vocabulary.clone(),
            initial_prompt: settings.initial_prompt.clone(),
        }
    }

    /// Differs between any two that follow on each other.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// Words and names to listen for, in the user's spelling.
    pub fn vocabulary(&self) -> &[String] {
        &self.vocabulary
    }

    /// Text in the style to write in.
    pub fn initial_prompt(&self) -> &str {
        &self.initial_prompt
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(words: &[&str], initial_prompt: &str) -> VoiceSettings {
        VoiceSettings {
            vocabulary: words.iter().map(|word| (*word).to_owned()).collect(),
            initial_prompt: initial_prompt.to_owned(),
            ..VoiceSettings::default()
        }
    }

    #[test]
    fn another_content_is_another_version() {
        let mut hints = Hints::of(&VoiceSettings::default());
        let mut versions = vec![Hints::default().version(), hints.version()];
        for (words, prompt) in [(&["tokio"][..], ""), (&["tokio"], "Run it."), (&[], "Run it.")] {
            let settings = settings(words, prompt);
            hints = hints.revised(&settings).expect("they differ");
            assert_eq!(
                (hints.vocabulary(), hints.initial_prompt()),
                (&*settings.vocabulary, prompt)
            );
            assert_eq!(hints.revised(&settings), None);
            versions.push(hints.version());
        }
        assert!(versions.is_sorted_by(|earlier, later| earlier < later), "{versions:?}");
    }
}
