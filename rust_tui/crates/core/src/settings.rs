//! What the user may tune about hearing and transcribing: names and defaults.
//!
//! Plain values; reading them from a file or the command line, and the range of each, is `config`'s
//! work. The names of the keys in error messages are those of the `[voice]` table of the configuration
//! file.

use std::time::Duration;

/// Which voice activity detector decides that a frame holds speech.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VadKind {
    /// The Gaussian-mixture detector of WebRTC (libfvad), mode "aggressive".
    Webrtc,
    /// Level above the tracked ambient level, nothing else.
    Energy,
    /// The small recurrent network of the `earshot` crate.
    Earshot,
    /// The recurrent network Silero VAD v6.
    Silero,
}

impl VadKind {
    /// All detectors, in the order help texts list them.
    pub const ALL: [Self; 4] = [Self::Webrtc, Self::Energy, Self::Earshot, Self::Silero];

    /// The name used in the configuration and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Webrtc => "webrtc",
            Self::Energy => "energy",
            Self::Earshot => "earshot",
            Self::Silero => "silero",
        }
    }

    /// The detector of that name, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// What happens with a transcript before and after it stands in the agent's composer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SendMode {
    /// It stays there; Enter is the user's.
    #[default]
    Draft,
    /// parlo presses Enter after [`VoiceSettings::send_delay`].
    Auto,
    /// It is offered for editing first; accepted, it stands there like a draft.
    Review,
}

impl SendMode {
    /// All modes, in the order help texts list them.
    pub const ALL: [Self; 3] = [Self::Draft, Self::Auto, Self::Review];

    /// The name used in the configuration and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Auto => "auto",
            Self::Review => "review",
        }
    }

    /// The mode of that name, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.name() == name)
    }
}

/// The `[voice]` table: how parlo listens, when it stops listening, how long it waits.
#[derive(Debug, Clone, PartialEq)]
pub struct VoiceSettings {
    /// `max_capture_ms`: a take is ended after this long, with what was heard.
    pub max_capture: Duration,
    /// `silence_tail_ms`: this much silence after speech ends the utterance, if its words do not
    /// say whether it is finished; see [`crate::finality`].
    pub silence_tail: Duration,
    /// `endpoint_on_meaning`: wait less after a finished sentence and longer after a dangling one.
    pub endpoint_on_meaning: bool,
    /// `speculate_after_ms`: the pause after which the final decode is begun on speculation.
    pub speculate_after: Duration,
    /// `min_recording_ms`: speech shorter than this is taken for a click and ignored.
    pub min_recording: Duration,
    /// `min_speech_ms_before_stt_start`: so much speech must be buffered before decoding begins.
    pub min_speech_before_stt_start: Duration,
    /// `buffer_ms`: how much audio the ring between the audio callback and the pump holds.
    pub buffer: Duration,
    /// `channel_capacity`: how many 100 ms frames may wait for the decoder.
    pub channel_capacity: usize,
    /// `stt_timeout_ms`: a final decode that takes longer is given up for the next strategy.
    pub stt_timeout: Duration,
    /// `silence_threshold_db`: dBFS below which a frame is silence; where tracking starts.
    pub silence_threshold_db: f32,
    /// `adaptive_threshold`: let that threshold follow the ambient level.
    pub adaptive_threshold: bool,
    /// `pre_roll_ms`: audio kept from before the first voiced frame.
    pub pre_roll: Duration,
    /// `trailing_ms`: audio decoded after the last voiced frame, as far as there is any.
    pub trailing: Duration,
    /// `vad`: the voice activity detector.
    pub vad: VadKind,
    /// `send`: what happens before and after the text is typed.
    pub send: SendMode,
    /// `send_delay_ms`: how long after the text `auto` waits before it presses Enter.
    pub send_delay: Duration,
    /// `double_press_ms`: a second press of the dictation key within this time hands the key to
    /// the agent.
    pub double_press: Duration,
    /// `hold_to_talk_ms`: a dictation key that is held at least this long ends the take when it is
    /// released, where the terminal reports releases; no pause ends it before. Zero: never.
    pub hold_to_talk: Duration,
    /// `hands_free_timeout_ms`: the hands-free mode ends when nobody has spoken for this long. It is
    /// looked at when a take ends, so up to `max_capture_ms` late.
    pub hands_free_timeout: Duration,
    /// `keep_microphone_open`: leave the microphone open between takes, so that the pre-roll
    /// reaches back before the key was pressed.
    pub keep_microphone_open: bool,
    /// `follow_up_ms`: how long the microphone stays open after a pause has ended a take; a speaker who
    /// goes on within this time is heard in a take that follows by itself.
    pub follow_up: Duration,
    /// `vocabulary`: words for the decoder to listen for.
    pub vocabulary: Vec<String>,
    /// `initial_prompt`: text in the style the decoder is to write in.
    pub initial_prompt: String,
}

impl Default for VoiceSettings {
    fn default() -> Self {
        Self {
            max_capture: Duration::from_millis(30_000),
            silence_tail: Duration::from_millis(440),
            endpoint_on_meaning: true,
            speculate_after: Duration::from_millis(80),
            min_recording: Duration::from_millis(200),
            min_speech_before_stt_start: Duration::from_millis(300),
            buffer: Duration::from_millis(10_000),
            channel_capacity: 100,
            stt_timeout: Duration::from_millis(10_000),
            silence_threshold_db: -40.0,
            adaptive_threshold: true,
            pre_roll: Duration::from_millis(500),
            trailing: Duration::from_millis(250),
            vad: VadKind::Earshot,
            send: SendMode::Draft,
            send_delay: Duration::from_millis(250),
            double_press: Duration::from_millis(300),
            hold_to_talk: Duration::from_millis(400),
            hands_free_timeout: Duration::from_secs(60),
            keep_microphone_open: false,
            follow_up: Duration::from_millis(1_000),
            vocabulary: Vec::new(),
            initial_prompt: String::new(),
        }
    }
}

/// A value that cannot work, with what would.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingError {
    /// The key in the `[voice]` table.
    pub key: &'static str,
    /// What is wrong with its value and which values are allowed.
    pub problem: String,
}

impl std::fmt::Display for SettingError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "[voice] {}: {}", self.key, self.problem)
    }
}

impl std::error::Error for SettingError {}

/// What of a pause is left for other things than the decode: noticing it, and typing.
const DECODE_MARGIN: Duration = Duration::from_millis(50);

impl VoiceSettings {
    /// How long a decode may take to be done when a pause of the usual length is over: what lies
    /// between the moment it is begun on speculation and the end of the silence tail, less 50 ms.
    pub fn decode_budget(&self) -> Duration {
        self.silence_tail.saturating_sub(self.speculate_after).saturating_sub(DECODE_MARGIN)
    }

    /// Checks what no range of a single value can say: the values against each other, and the words.
    /// The ranges are the configuration's.
    ///
    /// # Errors
    /// The first value that cannot work, with what would.
    pub fn validate(&self) -> Result<(), SettingError> {
        if self.speculate_after > self.silence_tail {
            let problem = format!(
                "{} is longer than silence_tail_ms = {}; the decode would begin after the end",
                self.speculate_after.as_millis(),
                self.silence_tail.as_millis()
            );
            return Err(SettingError { key: "speculate_after_ms", problem });
        }
        check_vocabulary(&self.vocabulary)
            .map_err(|problem| SettingError { key: "vocabulary", problem })?;
        check_line(&self.initial_prompt, MAX_INITIAL_PROMPT)
            .map_err(|problem| SettingError { key: "initial_prompt", problem })
    }
}

/// More words than this leave the decoder no room for the sentence.
const MAX_VOCABULARY: usize = 100;
/// Longest word of the vocabulary, in characters.
const MAX_WORD: usize = 60;
/// Longest initial prompt, in characters.
const MAX_INITIAL_PROMPT: usize = 600;

fn check_vocabulary(words: &[String]) -> Result<(), String> {
    if words.len() > MAX_VOCABULARY {
        return Err(format!("{} words are more than {MAX_VOCABULARY}", words.len()));
    }
    for word in words {
        if !word.chars().any(char::is_alphanumeric) {
            return Err(format!("{word:?} has no letter or digit"));
        }
        check_line(word, MAX_WORD)?;
    }
    Ok(())
}

fn check_line(text: &str, longest: usize) -> Result<(), String> {
    let length = text.chars().count();
    if length > longest {
        return Err(format!("{length} characters are more than {longest}"));
    }
    if text.chars().any(crate::untrusted::is_unsafe) {
        return Err(format!("{text:?} has control or invisible characters; use plain words"));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
