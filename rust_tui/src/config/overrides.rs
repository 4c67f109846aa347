//! What the command line says of the settings, for this session alone.

use std::path::PathBuf;
use std::time::Duration;

use parlo_core::settings::{SendMode, VadKind};

use super::Settings;

/// The settings that have an option on the command line, where it is given.
#[derive(Debug, Clone, Default)]
pub struct Overrides {
    /// `--model`.
    pub model: Option<String>,
    /// `--vad`.
    pub vad: Option<VadKind>,
    /// `--send`.
    pub send: Option<SendMode>,
    /// `--device`.
    pub device: Option<String>,
    /// `--metrics-file`.
    pub metrics_file: Option<PathBuf>,
    /// `--sample`: a file plays the microphone. There is no setting for it.
    pub sample: Option<PathBuf>,
}

impl Overrides {
    /// These where they are given, else those of `other`.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            model: self.model.or(other.model),
            vad: self.vad.or(other.vad),
            send: self.send.or(other.send),
            device: self.device.or(other.device),
            metrics_file: self.metrics_file.or(other.metrics_file),
            sample: self.sample.or(other.sample),
        }
    }

    /// Whether the setting of that name is given.
    pub(super) fn has(&self, name: &str) -> bool {
        self.clone().forget(name)
    }

    /// Removes a setting; yields whether it was given.
    pub(super) fn forget(&mut self, name: &str) -> bool {
        match name {
            "voice.send" => self.send.take().is_some(),
            "voice.vad" => self.vad.take().is_some(),
            "voice.device" => self.device.take().is_some(),
            "stt.model" => self.model.take().is_some(),
            "metrics.file" => self.metrics_file.take().is_some(),
            _ => false,
        }
    }

    /// Changes the settings as the command line says.
    pub(super) fn lay_over(self, settings: &mut Settings) {
        let Self { model, vad, send, device, metrics_file, sample } = self;
        settings.model = model.unwrap_or_else(|| std::mem::take(&mut settings.model));
        settings.voice.vad = vad.unwrap_or(settings.voice.vad);
        settings.voice.send = send.unwrap_or(settings.voice.send);
        settings.device = device.or(settings.device.take());
        settings.metrics_file = metrics_file.or(settings.metrics_file.take());
        settings.sample = sample;
        if settings.sample.is_some() {
            // A file is played once per take; kept open it would play into the void.
            settings.voice.keep_microphone_open = false;
            settings.voice.follow_up = Duration::ZERO;
        }
    }
}
