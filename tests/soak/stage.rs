//! parlo around its demo agent in tmux, with a microphone in a room, and a user who uses
//! everything.

use std::path::PathBuf;
use std::time::Duration;

use fastrand::Rng;
use parlo::voice::read_wav;
use parlo_sounds::{Kind, mixed};
use serde_json::Value;

use crate::process::Process;
use crate::support::hud::LISTENING;
use crate::support::parlo::Home;
use crate::support::pulse::Room;
use crate::support::samples::Clip;
use crate::support::tmux::{Size, Terminal, USUAL};
use crate::support::{samples, wait};

/// The longest duration of a take: 30 s of listening, both strategies failing, a busy machine.
const TAKE: Duration = Duration::from_secs(90);
/// No take begins by itself, so that they can be counted; Enter follows by itself.
const CONFIGURATION: &str = "[voice]\nfollow_up_ms = 0\nsend = 'auto'\nsilence_tail_ms = 440\n";

/// Takes that are hard to understand, at the start.
const MURMURS: usize = 5;

/// What happens in a take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Happening {
    /// A sentence in noise with low confidence: the first takes, so that the memory the decoder
    /// needs for those is allocated from then on.
    Murmur,
    /// A sentence, ended by a pause.
    Sentence,
    /// A sentence, ended by the dictation key.
    Key,
    /// A sentence, cancelled.
    Cancel,
    /// Noise, ended by the dictation key.
    Noise,
    /// The microphone is unplugged and plugged in again during speech.
    Replugged,
}

/// Everything a soak needs, innermost first.
pub struct Stage {
    terminal: Terminal,
    home: Home,
    room: Room,
    rng: Rng,
    clips: Vec<Clip>,
    tail_ms: u32,
}

impl Stage {
    /// Starts parlo and waits for the agent.
    pub fn start(seed: u64) -> Self {
        let room = Room::open();
        let home = Home::in_room(&room).with_configuration(CONFIGURATION);
        let agent = vec![env!("CARGO_BIN_EXE_parlo").to_owned(), "demo-agent".to_owned()];
        let terminal = home.start(&home.wrapping(&[], agent));
        terminal.wait_for_text("speak or type", wait::START);
        terminal.wait_for_text("Ctrl+R", wait::START);
        let mut clips = samples::all();
        clips.retain(|clip| !clip.exceeds_a_take());
        Self { terminal, home, room, rng: Rng::with_seed(seed), clips, tail_ms: 440 }
    }

    /// parlo itself.
    pub fn process(&self) -> Process {
        Process::of(&self.terminal.property("#{pane_pid}"))
    }

    /// The metrics so far.
    pub fn records(&self) -> Vec<Value> {
        self.home.metrics()
    }

    /// What the host terminal shows.
    pub fn scene(&self) -> String {
        self.terminal.scene()
    }

    /// Dictates once at random, and waits until the take is over and the microphone is closed;
    /// `number` counts from 1. Returns what happened and the metrics; of two takes if the key that
    /// was to end the first one came just after its end.
    pub fn dictate(&mut self, number: usize) -> Vec<(Happening, Value)> {
        let happening = match self.rng.usize(..12) {
            _ if number <= MURMURS => Happening::Murmur,
            0 | 1 => Happening::Key,
            2 | 3 => Happening::Cancel,
            4 => Happening::Noise,
            5 => Happening::Replugged,
            _ => Happening::Sentence,
        };
        let sound = self.sound(happening);
        self.terminal.keys(&["C-r"]);
        self.terminal.wait_for_text(LISTENING, wait::START);
        let mut playing = Some(self.room.play(&sound));
        // A word or a few; never so soon that it would be a double press.
        let some_time = Duration::from_millis(self.rng.u64(600..1_500));
        match happening {
            Happening::Sentence => {}
            Happening::Key | Happening::Noise | Happening::Murmur => {
                wait::let_pass(some_time);
                self.press_unless_over("C-r", number);
            }
            Happening::Cancel => {
                wait::let_pass(some_time);
                self.press_unless_over("Escape", number);
            }
            Happening::Replugged => {
                wait::let_pass(some_time);
                playing = None;
                self.room.unplug("room");
                self.room.plug_in("room");
                // If the take survived that, it gets its sentence.
                self.room.play(&self.clips[0].path).finish();
            }
        }
        let mut takes = vec![(happening, self.wait_for_record(number))];
        drop(playing);
        let closed = || (self.room.listeners() == 0).then_some(());
        if wait::poll(wait::SOON, closed).is_none() {
            self.terminal.keys(&["Escape"]);
            takes.push((Happening::Cancel, self.wait_for_record(number + 1)));
        }
        self.room.wait_for_listeners(0, wait::START);
        takes
    }

    fn wait_for_record(&self, number: usize) -> Value {
        self.home.wait_for_metrics(number, TAKE, || self.terminal.scene())
    }

    /// Presses a key that ends the take, unless it is over.
    fn press_unless_over(&self, key: &str, number: usize) {
        if self.home.metrics().len() < number && !self.terminal.screen().contains("idle") {
            self.terminal.keys(&[key]);
        }
    }

    /// A WAV file to play: a sentence in some room, or noise alone.
    fn sound(&mut self, happening: Happening) -> PathBuf {
        let kind = Kind::ALL[self.rng.usize(..Kind::ALL.len())];
        let level_dbfs = -65.0 + 15.0 * self.rng.f32();
        let (kind, level_dbfs) = match happening {
            Happening::Murmur => (Kind::Pink, -28.0),
            _ => (kind, level_dbfs),
        };
        let seed = self.rng.u64(..);
        let clip = &self.clips[self.rng.usize(..self.clips.len())];
        let samples = if happening == Happening::Noise {
            kind.render(3_000, level_dbfs + 25.0, seed)
        } else {
            let wav = read_wav(&clip.path).expect("a clip");
            let speech = wav.to_mono_16k().expect("a clip");
            let room = kind.render(speech.len() / 16, level_dbfs, seed);
            mixed(speech, &room)
        };
        let path = self.home.path().join("sound.wav");
        let spec = hound::WavSpec {
            channels: 1,
            sample_rate: 16_000,
            bits_per_sample: 16,
            sample_format: hound::SampleFormat::Int,
        };
        let mut file = hound::WavWriter::create(&path, spec).expect("a sound file");
        for sample in samples {
            let sample = (sample.clamp(-1.0, 1.0) * 32_767.0) as i16;
            file.write_sample(sample).expect("a sound file");
        }
        file.finalize().expect("a sound file");
        path
    }

    /// Resizes the window several times.
    pub fn resize(&mut self) {
        for _ in 0..self.rng.usize(3..20) {
            let (columns, rows) = (self.rng.u16(20..200), self.rng.u16(5..60));
            self.terminal.resize(Size { columns, rows });
        }
        self.terminal.resize(USUAL);
        self.terminal.wait_for_text("Ctrl+R", wait::START);
    }

    /// Changes a setting in its window and back.
    pub fn change_a_setting(&mut self) {
        self.tail_ms = if self.tail_ms == 440 { 500 } else { 440 };
        self.terminal.keys(&["C-Space"]);
        self.terminal.wait_for_text("microphones", wait::START);
        self.terminal.type_text("s");
        self.terminal.wait_for_text("Settings, kept in", wait::START);
        self.terminal.type_text("/");
        self.terminal.wait_for_text("search:", wait::START);
        self.terminal.type_text("silence_tail");
        self.terminal.keys(&["Enter"]);
        self.terminal.wait_for_text("voice.silence_tail_ms =", wait::START);
        self.terminal.keys(&["C-u"]);
        self.terminal.type_text(&self.tail_ms.to_string());
        self.terminal.keys(&["Enter"]);
        self.terminal.wait_for_text("saved to", wait::START);
        let closed = |screen: &str| !screen.contains("Settings, kept in");
        // The search, then the window.
        self.terminal.keys(&["Escape"]);
        let gone =
            wait::poll(Duration::from_secs(2), || closed(&self.terminal.screen()).then_some(()));
        if gone.is_none() {
            self.terminal.keys(&["Escape"]);
        }
        self.terminal.wait_for("the settings to close", wait::START, closed);
    }
}
