//! The configuration file as it is written: its tables and keys. What they mean stands in `config`.

use serde::Deserialize;
use std::path::PathBuf;

/// The file as it is written. Every key is optional; an unknown one is an error.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub(super) struct ConfigFile {
    pub(super) agent: AgentTable,
    pub(super) voice: VoiceTable,
    pub(super) stt: SttTable,
    pub(super) keys: KeysTable,
    pub(super) ui: UiTable,
    pub(super) metrics: MetricsTable,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub(super) struct AgentTable {
    pub(super) command: Option<Words>,
    pub(super) ready_timeout_ms: Option<u64>,
    pub(super) profile: Option<String>,
}

/// A command as one string of words or as a list.
#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "expected a command as one string or as a list of strings")]
pub(super) enum Words {
    Line(String),
    List(Vec<String>),
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub(super) struct VoiceTable {
    pub(super) sample_rate: Option<u32>,
    pub(super) max_capture_ms: Option<u64>,
    pub(super) silence_tail_ms: Option<u64>,
    pub(super) endpoint_on_meaning: Option<bool>,
    pub(super) speculate_after_ms: Option<u64>,
    pub(super) min_recording_ms: Option<u64>,
    pub(super) min_speech_ms_before_stt_start: Option<u64>,
    pub(super) buffer_ms: Option<u64>,
    pub(super) channel_capacity: Option<usize>,
    pub(super) stt_timeout_ms: Option<u64>,
    pub(super) silence_threshold_db: Option<f32>,
    pub(super) adaptive_threshold: Option<bool>,
    pub(super) allow_python_fallback: Option<bool>,
    pub(super) max_concurrent_sessions: Option<u32>,
    pub(super) pre_roll_ms: Option<u64>,
    pub(super) trailing_ms: Option<u64>,
    pub(super) vad: Option<String>,
    pub(super) send: Option<String>,
    pub(super) send_delay_ms: Option<u64>,
    pub(super) double_press_ms: Option<u64>,
    pub(super) hold_to_talk_ms: Option<u64>,
    pub(super) hands_free_timeout_ms: Option<u64>,
    pub(super) keep_microphone_open: Option<bool>,
    pub(super) follow_up_ms: Option<u64>,
    pub(super) device: Option<String>,
    pub(super) vocabulary: Option<Vec<String>>,
    pub(super) initial_prompt: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub(super) struct SttTable {
    pub(super) model: Option<String>,
    pub(super) language: Option<String>,
    pub(super) threads: Option<usize>,
}

/// Every action of the key map by its name.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub(super) struct KeysTable {
    pub(super) dictate: Option<String>,
    pub(super) cancel: Option<String>,
    pub(super) menu: Option<String>,
    pub(super) undo: Option<String>,
    pub(super) hands_free: Option<String>,
    pub(super) scrollback: Option<String>,
    pub(super) history: Option<String>,
    pub(super) hud: Option<String>,
    pub(super) settings: Option<String>,
    pub(super) devices: Option<String>,
    pub(super) models: Option<String>,
    pub(super) errors: Option<String>,
    pub(super) help: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub(super) struct UiTable {
    pub(super) ascii: Option<bool>,
    pub(super) hud: Option<String>,
    pub(super) theme: Option<String>,
    pub(super) mouse: Option<bool>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub(super) struct MetricsTable {
    pub(super) file: Option<PathBuf>,
}
