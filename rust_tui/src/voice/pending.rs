//! Settings, and perhaps another source of sound, that wait until no take needs the present ones.
//!
//! They wait twice: in `cmd::dictation` for the flow, then on the pump thread for the open source.

use parlo_core::settings::VoiceSettings;

use super::source::AudioSource;

/// What is to be heard with from the next take on.
pub struct PendingSettings {
    /// The settings.
    pub settings: VoiceSettings,
    /// Another source, if it is to change.
    pub source: Option<Box<dyn AudioSource>>,
}

impl PendingSettings {
    /// These in place of earlier ones, whose source stands unless these name another.
    #[must_use]
    pub fn merge(self, earlier: Option<Self>) -> Self {
        let source = self.source.or(earlier.and_then(|earlier| earlier.source));
        Self { source, ..self }
    }
}
