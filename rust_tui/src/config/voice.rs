//! The `[voice]` table as settings of the core.

use super::file::VoiceTable;
use crate::config::nearest::none_of;
use parlo_core::settings::{SendMode, VadKind, VoiceSettings};
use std::time::Duration;

pub(super) fn settings(table: VoiceTable) -> Result<VoiceSettings, String> {
    // These two keys exist so that a file says what parlo does; only one value of each works.
    if table.sample_rate.is_some_and(|rate| rate != parlo_core::audio::SAMPLE_RATE_HZ) {
        return Err("[voice] sample_rate: must be 16000, the rate Whisper was trained on; \
                    devices of any rate are resampled to it"
            .to_owned());
    }
    if table.max_concurrent_sessions.is_some_and(|sessions| sessions != 1) {
        return Err("[voice] max_concurrent_sessions: must be 1".to_owned());
    }
    if table.allow_python_fallback == Some(true) {
        return Err("[voice] allow_python_fallback: this build has no Python fallback; \
                    set it to false"
            .to_owned());
    }
    let defaults = VoiceSettings::default();
    let ms = |value: Option<u64>, default: Duration| value.map_or(default, Duration::from_millis);
    let vad = match table.vad.as_deref() {
        None => defaults.vad,
        Some(name) => VadKind::from_name(name).ok_or_else(|| {
            format!("[voice] vad: {}", none_of(name, &VadKind::ALL.map(VadKind::name)))
        })?,
    };
    let send = match table.send.as_deref() {
        None => defaults.send,
        Some(name) => SendMode::from_name(name).ok_or_else(|| {
            format!("[voice] send: {}", none_of(name, &SendMode::ALL.map(SendMode::name)))
        })?,
    };
    Ok(VoiceSettings {
        max_capture: ms(table.max_capture_ms, defaults.max_capture),
        silence_tail: ms(table.silence_tail_ms, defaults.silence_tail),
        endpoint_on_meaning: table.endpoint_on_meaning.unwrap_or(defaults.endpoint_on_meaning),
        speculate_after: ms(table.speculate_after_ms, defaults.speculate_after),
        min_recording: ms(table.min_recording_ms, defaults.min_recording),
        min_speech_before_stt_start: ms(
            table.min_speech_ms_before_stt_start,
            defaults.min_speech_before_stt_start,
        ),
        buffer: ms(table.buffer_ms, defaults.buffer),
        channel_capacity: table.channel_capacity.unwrap_or(defaults.channel_capacity),
        stt_timeout: ms(table.stt_timeout_ms, defaults.stt_timeout),
        silence_threshold_db: table.silence_threshold_db.unwrap_or(defaults.silence_threshold_db),
        adaptive_threshold: table.adaptive_threshold.unwrap_or(defaults.adaptive_threshold),
        pre_roll: ms(table.pre_roll_ms, defaults.pre_roll),
        trailing: ms(table.trailing_ms, defaults.trailing),
        vad,
        send,
        send_delay: ms(table.send_delay_ms, defaults.send_delay),
        double_press: ms(table.double_press_ms, defaults.double_press),
        hold_to_talk: ms(table.hold_to_talk_ms, defaults.hold_to_talk),
        hands_free_timeout: ms(table.hands_free_timeout_ms, defaults.hands_free_timeout),
        keep_microphone_open: table.keep_microphone_open.unwrap_or(defaults.keep_microphone_open),
        follow_up: ms(table.follow_up_ms, defaults.follow_up),
        vocabulary: table.vocabulary.unwrap_or(defaults.vocabulary),
        initial_prompt: table.initial_prompt.unwrap_or(defaults.initial_prompt),
    })
}
