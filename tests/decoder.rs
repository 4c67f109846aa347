//! A decoder that hangs, takes too long or lags behind, and a model that goes away: what the user
//! of the real program sees, and what the metrics say.

use std::time::{Duration, Instant};

use crossbeam_channel::{bounded, unbounded};
use parlo::stt::{EngineKind, EngineSpec, Language, Worker};
use parlo_core::audio::AudioFrame;
use parlo_core::flow::DecodeEvent;
use parlo_core::flow::{DecodeKind, DecodeOrder, Event};
use parlo_core::sink::Sink;
use parlo_core::take_id::TakeId;
use rustix::process::{Signal, kill_process};
use serde_json::Value;

mod hinted;

use crate::support::parlo::{Home, MODEL, model_folder};
use crate::support::recorder::{PASTE_BEGIN, PASTE_END, Recorder};
use crate::support::samples::{self, Clip};
use crate::support::stalled::Stalled;
use crate::support::tmux::{Size, Terminal};
use crate::support::{machine, text, wait};

const SIZE: Size = Size { columns: 120, rows: 24 };
/// The thread that runs the engine.
const DECODER: &str = "stt-decoder";
/// For events after several of parlo's own deadlines.
const LONG: Duration = Duration::from_secs(60);

/// parlo around a recorder, with a clip in place of the microphone and its model loaded.
struct Stage {
    terminal: Terminal,
    recorder: Recorder,
    home: Home,
    clip: Clip,
}

impl Stage {
    fn set(home: Home, clip: &str) -> Self {
        let clip = samples::named(clip);
        let recorder = Recorder::new();
        let options = ["--sample", clip.path.to_str().unwrap()];
        let terminal = home.start_sized(SIZE, &home.wrapping(&options, recorder.command()));
        terminal.wait_for_text("READY", wait::START);
        recorder.enable_paste();
        terminal.wait_for_text("PASTE ON", wait::SOON);
        terminal.wait_for_text("idle", wait::START);
        Self { terminal, recorder, home, clip }
    }

    fn dictate(&self) {
        self.terminal.keys(&["C-r"]);
    }

    /// Waits until the agent got exactly these texts.
    #[track_caller]
    fn wait_for(&self, texts: &[&str]) {
        let pasted = |text: &&str| format!("{PASTE_BEGIN}{text}{PASTE_END}");
        let expected: String = texts.iter().map(pasted).collect();
        let arrives = |got: &str| got == expected;
        self.recorder.wait_for(&expected, LONG, arrives, || self.terminal.scene());
    }

    #[track_caller]
    fn metrics(&self, number: usize) -> Value {
        self.home.wait_for_metrics(number, LONG, || self.terminal.scene())
    }
}

#[track_caller]
fn check(metrics: &Value, expected: &[(&str, Value)]) {
    for (name, value) in expected {
        assert_eq!(&metrics[*name], value, "{name} of {metrics}");
    }
}

#[test]
fn a_decoder_that_hangs_is_replaced_and_the_take_is_typed() {
    let _machine = machine::shared();
    let it = Stage::set(Home::new().with_configuration("[voice]\nfollow_up_ms = 0\n"), "g01.wav");
    let stalled = Stalled::hold(it.recorder.parent(), DECODER);
    it.dictate();
    it.terminal.wait_for_text("slow: still transcribing", LONG);
    it.terminal.wait_for_text("slow decoder", wait::SOON);
    it.wait_for(&[&it.clip.text]);
    check(
        &it.metrics(1),
        &[
            ("strategy", "streaming_whisper".into()),
            ("recoverable_poison", true.into()),
            ("end_reason", "silence".into()),
            ("error", Value::Null),
        ],
    );
    // The next take is an ordinary one.
    it.dictate();
    let next = format!(" {}", it.clip.text);
    it.wait_for(&[&it.clip.text, &next]);
    let ordinary = [("fallback", false.into()), ("recoverable_poison", false.into())];
    check(&it.metrics(2), &ordinary);
    // The abandoned thread ends when it continues, and its result is ignored.
    stalled.end(|| it.terminal.scene());
    it.wait_for(&[&it.clip.text, &next]);
}

#[test]
fn a_decode_that_takes_too_long_is_replaced_by_the_next_strategy() {
    let _machine = machine::shared();
    let home = Home::new().with_configuration("[voice]\nstt_timeout_ms = 4000\nfollow_up_ms = 0\n");
    let it = Stage::set(home, "g01.wav");
    let stalled = Stalled::hold(it.recorder.parent(), DECODER);
    it.dictate();
    it.terminal.wait_for_text("slow decoder", LONG);
    it.terminal.wait_for_text("decoding took over 4 s; decoding once more", LONG);
    drop(stalled);
    it.wait_for(&[&it.clip.text]);
    it.terminal.wait_for_text("second attempt (batch_whisper)", wait::SOON);
    check(
        &it.metrics(1),
        &[
            ("strategy", "batch_whisper".into()),
            ("fallback", true.into()),
            ("recoverable_poison", false.into()),
            ("error", Value::Null),
        ],
    );
}

#[test]
fn a_take_no_strategy_could_transcribe_is_decoded_again_or_typed_by_hand() {
    let _machine = machine::shared();
    let home = Home::new().with_configuration("[voice]\nstt_timeout_ms = 500\nfollow_up_ms = 0\n");
    let it = Stage::set(home, "g01.wav");
    let _stalled = Stalled::hold(it.recorder.parent(), DECODER);
    it.dictate();
    it.terminal.wait_for_text("Not transcribed: type it", LONG);
    // The take and its audio are kept while the line is open, and another model's thread decodes
    // it.
    it.terminal.keys(&["C-Space"]);
    it.terminal.wait_for_text("microphones", wait::SOON);
    it.terminal.type_text("t");
    it.terminal.wait_for_text("(waiting)", wait::SOON);
    it.terminal.keys(&["C-t"]);
    it.terminal.wait_for_text("Decode again with", wait::SOON);
    it.terminal.wait_for_text(MODEL, wait::SOON);
    it.terminal.keys(&["Enter"]);
    it.terminal.wait_for_text(&it.clip.text, LONG);
    // It is inserted into the open line, where the user edits it.
    it.terminal.keys(&["Enter"]);
    let closed = |screen: &str| !screen.contains("search:");
    it.terminal.wait_for("the takes to close", wait::SOON, closed);
    it.terminal.wait_for_text(&format!("› {}", it.clip.text), wait::SOON);
    it.terminal.type_text(" Please");
    it.terminal.keys(&["Enter"]);
    let first = format!("{} Please", it.clip.text);
    it.wait_for(&[&first]);
    let manual = [
        ("strategy", "manual_entry".into()),
        ("fallback", true.into()),
        ("end_reason", "error".into()),
        ("cancelled", false.into()),
        ("total_ms", Value::Null),
    ];
    check(&it.metrics(1), &manual);
}

#[test]
fn speech_that_overruns_the_decoder_ends_with_a_message_and_the_next_take_works() {
    let _machine = machine::shared();
    let home = Home::new().with_configuration("[voice]\nchannel_capacity = 15\nfollow_up_ms = 0\n");
    let it = Stage::set(home, "g05.wav");
    let stalled = Stalled::hold(it.recorder.parent(), DECODER);
    it.dictate();
    it.terminal.wait_for_text("pause for a moment: the decoder lags", LONG);
    it.terminal.wait_for_text("the decoder cannot keep up with speech", LONG);
    let metrics = it.metrics(1);
    let ended = [
        ("backpressure_abort", true.into()),
        ("end_reason", "error".into()),
        ("channel_pressure", 1.0.into()),
    ];
    check(&metrics, &ended);
    assert!(metrics["frames_dropped"].as_u64() > Some(0), "{metrics}");
    assert_eq!(it.recorder.received(), "");
    // The decoder continues, or would have been replaced.
    drop(stalled);
    it.dictate();
    it.wait_for(&[&it.clip.text]);
    check(&it.metrics(2), &[("backpressure_abort", false.into()), ("error", Value::Null)]);
}

#[test]
fn a_removed_model_stays_in_use_until_the_next_load_reports_it() {
    let _machine = machine::shared();
    let folder = tempfile::tempdir().unwrap();
    let name = format!("ggml-{MODEL}.bin");
    let model = folder.path().join(&name);
    std::fs::copy(model_folder().join(&name), &model).unwrap();
    let own = vec![("PARLO_MODEL_DIR".to_owned(), text(folder.path()))];
    let it = Stage::set(Home::new().with_environment(own), "g11.wav");
    std::fs::remove_file(&model).unwrap();
    it.dictate();
    it.wait_for(&[&it.clip.text]);
    it.terminal.keys(&["C-Space"]);
    it.terminal.wait_for_text("microphones", wait::SOON);
    it.terminal.type_text("s");
    it.terminal.wait_for_text("Settings, kept in", wait::SOON);
    it.terminal.type_text("/threads");
    it.terminal.wait_for_text("1 to 64", wait::SOON);
    it.terminal.keys(&["Enter", "C-u"]);
    it.terminal.type_text("1");
    it.terminal.keys(&["Enter"]);
    it.terminal.wait_for_text("not installed", wait::START);
    for layer in ["stt.threads = ", "search:", "Settings, kept in"] {
        it.terminal.keys(&["Escape"]);
        let closed = |screen: &str| !screen.contains(layer);
        it.terminal.wait_for("the layer to close", wait::SOON, closed);
    }
    it.dictate();
    it.wait_for(&[&it.clip.text, &format!(" {}", it.clip.text)]);
}

fn whisper() -> EngineSpec {
    EngineSpec {
        kind: EngineKind::Whisper,
        model: model_folder().join(format!("ggml-{MODEL}.bin")),
        threads: 2,
        language: Language::from_name("en").unwrap(),
    }
}

#[test]
fn a_decode_of_the_whole_window_is_aborted_even_in_the_encoder() {
    let _machine = machine::shared();
    let (frames, received) = bounded(400);
    let (sender, events) = unbounded();
    let sink = Sink::new(move |event| drop(sender.send(event)));
    let worker = Worker::start(whisper().builder(), received, sink).unwrap();
    // Half a minute of noise that a beam search writes much about.
    for number in 0..300_u64 {
        let sample = |at: u64| ((at * 7_919 % 1_013) as f32 / 506.5 - 1.0) * 0.1;
        let samples = (0..1_600).map(|at| sample(number * 1_600 + at)).collect();
        frames.send(AudioFrame { take: TakeId(1), start: number * 1_600, samples }).unwrap();
    }
    let order =
        |job, kind, span| DecodeOrder { take: TakeId(1), job, kind, span, context: String::new() };
    let finished = |wanted: u32| loop {
        match events.recv_timeout(LONG).unwrap() {
            Event::Decode { event: DecodeEvent::Finished { job, .. }, .. } if job == wanted => {
                return Instant::now();
            }
            // On a machine that has got less to do meanwhile it may be done before it is dropped.
            Event::Decode { event: DecodeEvent::Finished { job: 4, .. }, .. } => {}
            other => panic!("not what was waited for: {other:?}"),
        }
    };
    let began = Instant::now();
    worker.decode(order(1, DecodeKind::Batch, 0..480_000));
    let whole = finished(1) - began;
    // Aborted shortly after it began, which is in the encoder, and in the middle.
    for (job, after) in [(2, Duration::from_millis(30)), (4, whole / 2)] {
        worker.decode(order(job, DecodeKind::Batch, 0..480_000));
        wait::let_pass(after);
        let dropped = Instant::now();
        worker.drop_decodes();
        worker.decode(order(job + 1, DecodeKind::Partial, 0..16_000));
        let next = finished(job + 1) - dropped;
        println!("of {whole:?}, aborted after {after:?}: the next one was done {next:?} later");
    }
}

#[test]
fn parlo_ends_with_the_exit_code_of_the_agent_although_the_decoder_hangs() {
    let _machine = machine::shared();
    let it = Stage::set(Home::new(), "g01.wav");
    let _stalled = Stalled::hold(it.recorder.parent(), DECODER);
    it.dictate();
    it.terminal.wait_for_text("finalizing", LONG);
    kill_process(it.recorder.process(), Signal::TERM).unwrap();
    assert_eq!(it.terminal.wait_for_exit(wait::START), 143);
    assert_eq!(it.metrics(1)["end_reason"], "cancel");
}
