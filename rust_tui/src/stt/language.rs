//! The language spoken: by its code, its English name, or to be detected from the audio.
//!
//! Which languages there are is Whisper's list; an engine that knows fewer says so when it is built.

use super::model::Spoken;

/// A language, or none to have it detected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Language(Option<i32>);

impl Language {
    /// Detected from the audio.
    pub const AUTO: Self = Self(None);

    /// The language of that code (`en`) or English name (`English`), or `auto`; case does not
    /// matter.
    pub fn from_name(name: &str) -> Option<Self> {
        let name = name.to_lowercase();
        if name == "auto" {
            return Some(Self::AUTO);
        }
        // A name that is unknown would be written about to stderr.
        whisper_rs::install_logging_hooks();
        // A zero byte would panic in the binding.
        let id = (!name.contains('\0')).then(|| whisper_rs::get_lang_id(&name)).flatten()?;
        Some(Self(Some(id)))
    }

    /// The English names of all languages, in lower case.
    pub fn names() -> impl Iterator<Item = &'static str> {
        (0..=whisper_rs::get_lang_max_id()).filter_map(whisper_rs::get_lang_str_full)
    }

    /// The name in the configuration.
    pub fn name(self) -> &'static str {
        self.0.and_then(whisper_rs::get_lang_str).unwrap_or("auto")
    }

    /// What a model has to know for it.
    pub fn spoken(self) -> Spoken {
        match self.0 {
            None => Spoken::Any,
            Some(id) if Some(id) == whisper_rs::get_lang_id("en") => Spoken::English,
            Some(_) => Spoken::Other,
        }
    }

    /// Whisper's number for it; `None` to have it detected.
    pub(super) fn whisper_id(self) -> Option<i32> {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_have_codes_and_names() {
        for (name, code) in [
            ("en", Some("en")),
            ("english", Some("en")),
            ("English", Some("en")),
            ("DE", Some("de")),
            ("german", Some("de")),
            ("auto", Some("auto")),
            ("Auto", Some("auto")),
            ("", None),
            ("klingon", None),
            ("en\0", None),
            ("\0", None),
            ("en us", None),
            ("日本語", None),
        ] {
            let language = Language::from_name(name);
            let found = language.map(|language| language.0.and_then(whisper_rs::get_lang_str));
            let expected = code.map(|code| Some(code).filter(|code| *code != "auto"));
            assert_eq!(found, expected, "{name:?}");
        }
        assert_eq!(Language::from_name("auto"), Some(Language::AUTO));
    }
}
