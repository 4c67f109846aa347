//! The cases, and what each of them must hold to.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use fastrand::Rng;
use parlo::diag::read_metrics;
use parlo::stt::{AbortSignal, DecodeRequest, Effort, Engine, EngineBuilder};
use parlo_core::settings::VoiceSettings;
use parlo_sounds::pink_noise;

use crate::engines::Fake;
use crate::process::{Sample, forget_peak, peak_mib};
use crate::report::{Gate, Report, heading, line};
use crate::user::{self, End, Outcome, Plan, User};

/// Takes until the history is full and everything has been used once.
pub const WARM: usize = 50;
/// Takes after which the plans repeat, and with them what the history holds: memory is compared at
/// the same place of the cycle.
const CYCLE: usize = 25;
/// How much the memory may grow after the first takes, MiB.
const MOST_GROWTH_MIB: f64 = 2.0;
/// The most memory without a model, MiB.
const MOST_MIB: f64 = 32.0;
/// So much sound is kept at most; memory is judged with all of it.
const FULL_HISTORY: Duration = Duration::from_secs(8 * 60);
/// How many times faster than life the utterances are said to the decoder that is done at once.
const HASTE: f64 = 40.0;

/// Takes of one or two seconds; all ends occur.
fn cycle(clips: &[Vec<i16>], pace: f64) -> Vec<Plan<'_>> {
    let plan = |number: usize| {
        let recording = &clips[number % clips.len()];
        let (end, at) = match number {
            4 | 17 => (End::Key, Duration::from_millis(900)),
            8 | 21 => (End::Cancel, Duration::from_millis(700)),
            12 => (End::Unplugged, Duration::from_millis(1_000)),
            _ => (End::Pause, Duration::ZERO),
        };
        Plan { recording, end, at, pace }
    };
    (0..CYCLE).map(plan).collect()
}

/// Many short utterances over a decoder that costs nothing.
pub fn utterances(takes: usize) -> Result<Report> {
    let clips = clips(&["g11", "g12"])?;
    let build = |signal| Ok(fake(signal, Arc::default()));
    back_to_back(format!("{takes} utterances"), takes, &cycle(&clips, HASTE), 0, build)
}

/// The same over Whisper.
pub fn whisper(takes: usize) -> Result<Report> {
    let clips = clips(&["g11", "g07", "g12"])?;
    let spec = user::whisper(model()?);
    // Its helpers start when a second core is free for the first time.
    let helpers = spec.threads - 1;
    let hard = hard_to_hear()?;
    let build = move |signal| {
        let mut engine = spec.build(signal)?;
        // Beam search and the whole window take 66 MiB when they are first needed, which may be late.
        engine.decode(&hard, &DecodeRequest::first(Effort::Exhaustive))?;
        engine.decode(&hard, &DecodeRequest::first(Effort::Careful))?;
        Ok(engine)
    };
    back_to_back(format!("{takes} utterances, Whisper"), takes, &cycle(&clips, 8.0), helpers, build)
}

fn fake(signal: AbortSignal, struggles: Arc<AtomicBool>) -> Box<dyn Engine> {
    Box::new(Fake { signal, struggles, rng: Rng::with_seed(5) })
}

/// Takes follow each other without a pause: no tail of a take begins another by itself, and a key
/// pressed soon is meant for parlo.
fn settings() -> VoiceSettings {
    let (follow_up, double_press) = (Duration::ZERO, Duration::ZERO);
    VoiceSettings { follow_up, double_press, ..VoiceSettings::default() }
}

fn back_to_back(
    case: String,
    takes: usize,
    plans: &[Plan<'_>],
    helpers: usize,
    build: impl EngineBuilder,
) -> Result<Report> {
    let folder = tempfile::tempdir()?;
    let metrics = folder.path().join("metrics.jsonl");
    let mut user = User::start(&settings(), &metrics, build)?;
    heading(&case)?;
    let (began, mut samples, mut wrong) = (Instant::now(), Vec::new(), Vec::new());
    let usual = Sample::take(began.elapsed(), 0)?.threads + helpers;
    for number in 0..takes {
        let plan = plans[number % plans.len()];
        let outcome = user.dictate(plan, || Ok(()))?;
        if let Some(problem) = unexpected(plan, &outcome) {
            wrong.push(format!("take {number}: {problem}"));
        }
        if outcome.typed {
            user.wait_for_sound(outcome.metrics.utterance_id)?;
        }
        if (number + 1).is_multiple_of(CYCLE) {
            samples.push(Sample::at_rest(began, number + 1, usual)?);
            samples.last().map_or(Ok(()), line)?;
        }
    }
    drop(user);
    let on_file = lines_in(&metrics)?;
    let warm: Vec<Sample> = samples.iter().copied().filter(|it| it.takes >= WARM).collect();
    let gates = vec![
        Gate {
            name: "takes",
            passed: wrong.is_empty(),
            numbers: wrong.first().map_or("all as they should be".to_owned(), |first| {
                format!("{} went wrong; {first}", wrong.len())
            }),
        },
        records(on_file, takes),
        growth(&warm),
        constant("threads", &warm, helpers, |it| it.threads),
        constant("files", &warm, 0, |it| it.files),
    ];
    Ok(Report { case, samples, gates })
}

/// What is wrong with a take that ended otherwise than planned.
fn unexpected(plan: Plan<'_>, outcome: &Outcome) -> Option<String> {
    let metrics = &outcome.metrics;
    let cancelled = plan.end == End::Cancel;
    if metrics.cancelled != cancelled {
        return Some(format!("{:?} became {:?}", plan.end, metrics.end_reason));
    }
    (outcome.typed == cancelled).then(|| format!("{:?}: typed is {}", plan.end, outcome.typed))
}

/// A decoder that cannot keep up, fails and does not listen, after the history was filled.
pub fn overload(seconds: u64) -> Result<Report> {
    let case = format!("{seconds} s of overload");
    let folder = tempfile::tempdir()?;
    let metrics = folder.path().join("metrics.jsonl");
    let struggles = Arc::new(AtomicBool::new(false));
    let shared = Arc::clone(&struggles);
    // Long takes: the pauses of the reading do not end them.
    let tail = Duration::from_secs(3);
    let (stt_timeout, endpoint_on_meaning) = (Duration::from_secs(4), false);
    let settings =
        VoiceSettings { silence_tail: tail, stt_timeout, endpoint_on_meaning, ..settings() };
    let mut user =
        User::start(&settings, &metrics, move |signal| Ok(fake(signal, Arc::clone(&shared))))?;
    let reading = clip("cities", 30 * 16_000)?;
    heading(&case)?;
    forget_peak();
    let (mut samples, mut takes, mut said) = (Vec::new(), 0, 0);
    let began = Instant::now();
    while said <= FULL_HISTORY.as_secs() * 16_000 {
        let at = Duration::from_secs(29);
        let plan = Plan { recording: &reading, end: End::Key, at, pace: HASTE };
        let outcome = user.dictate(plan, || Ok(()))?;
        user.wait_for_sound(outcome.metrics.utterance_id)?;
        said += outcome.metrics.capture_stats.bytes / 4;
        takes += 1;
    }
    let rested = Sample::take(began.elapsed(), takes)?;
    struggles.store(true, Ordering::Relaxed);
    let mut rng = Rng::with_seed(7);
    let (until, mut lost) = (Instant::now() + Duration::from_secs(seconds), (0, 0));
    while let Some(left) = until.checked_duration_since(Instant::now()) {
        let end = [End::Key, End::Key, End::Cancel, End::Unplugged][rng.usize(..4)];
        let at = Duration::from_millis(rng.u64(3_000..29_000)).min(left);
        let plan = Plan { recording: &reading, end, at, pace: 1.0 };
        let outcome = user.dictate(plan, || {
            let second = began.elapsed().as_secs();
            let last = samples.last().map_or(0, |last: &Sample| last.at.as_secs());
            if second > last {
                samples.push(Sample::take(began.elapsed(), takes)?);
                if second.is_multiple_of(10) {
                    samples.last().map_or(Ok(()), line)?;
                }
            }
            Ok(())
        })?;
        let metrics = outcome.metrics;
        lost.0 += u32::from(metrics.fallback || metrics.backpressure_abort);
        lost.1 += metrics.capture_stats.frames_dropped;
        takes += 1;
    }
    struggles.store(false, Ordering::Relaxed);
    // Decoders that did not come back were given up for others; they end when they do.
    let last = Sample::at_rest(began, takes, rested.threads)?;
    let peak = peak_mib()?;
    drop(user);
    let on_file = lines_in(&metrics)?;
    let gates = vec![
        records(on_file, takes),
        Gate {
            name: "memory",
            passed: peak <= MOST_MIB,
            numbers: format!(
                "at most {peak:.1} MiB of {MOST_MIB:.0}, with {} s of kept sound; {} frames lost",
                said / 16_000,
                lost.1
            ),
        },
        Gate {
            name: "overload",
            passed: lost.0 > 0,
            numbers: format!("{} takes were too much for the decoder", lost.0),
        },
        constant("threads", &[rested, last], 0, |it| it.threads),
        constant("files", &samples, 0, |it| it.files),
    ];
    Ok(Report { case, samples, gates })
}

fn records(on_file: usize, takes: usize) -> Gate {
    let numbers = format!("{on_file} on file of {takes} takes");
    Gate { name: "records", passed: on_file == takes, numbers }
}

fn growth(warm: &[Sample]) -> Gate {
    let first = warm.first().map_or(0.0, |it| it.rss_mib);
    let most = warm.iter().map(|it| it.rss_mib).fold(0.0, f64::max);
    Gate {
        name: "memory",
        passed: most - first <= MOST_GROWTH_MIB,
        numbers: format!(
            "{:+.2} MiB after the first {WARM} takes ({first:.1} MiB), at most {MOST_GROWTH_MIB:.0}",
            most - first
        ),
    }
}

/// The figure is the same throughout, but for so many that may come.
fn constant(
    name: &'static str,
    samples: &[Sample],
    may_come: usize,
    of: fn(&Sample) -> usize,
) -> Gate {
    let (least, most) = (samples.iter().map(of).min(), samples.iter().map(of).max());
    let (least, most) = (least.unwrap_or_default(), most.unwrap_or_default());
    Gate {
        name,
        passed: most <= least + may_come && most > 0,
        numbers: format!("{least} to {most}"),
    }
}

fn clips(names: &[&str]) -> Result<Vec<Vec<i16>>> {
    names.iter().map(|name| clip(name, usize::MAX)).collect()
}

/// So many samples of a clip, all of which are 16 kHz mono in 16 bits. Read as they are, since what
/// is held here counts as memory of parlo's.
fn clip(name: &str, samples: usize) -> Result<Vec<i16>> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../samples"));
    let reader = hound::WavReader::open(folder.join(name).with_extension("wav"))?;
    Ok(reader.into_samples::<i16>().take(samples).collect::<Result<_, _>>()?)
}

/// Speech in a noise in which no decoder can be sure of it.
fn hard_to_hear() -> Result<Vec<f32>> {
    let speech = clip("g15", usize::MAX)?;
    let noise = pink_noise(speech.len() / 16 + 1, -20.0);
    Ok(speech
        .iter()
        .zip(noise)
        .map(|(voice, noise)| f32::from(*voice) / 32_768.0 + noise)
        .collect())
}

fn model() -> Result<PathBuf> {
    let variable = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let usual = || Some(variable("HOME")?.join(".local/share/parlo/models"));
    let folder = variable("PARLO_MODEL_DIR").or_else(usual).context("HOME is not set")?;
    Ok(folder.join("ggml-tiny.en.bin"))
}

/// How many utterances a metrics file holds.
fn lines_in(metrics: &Path) -> Result<usize> {
    let mut lines = 0;
    read_metrics(metrics, |_| lines += 1)?;
    Ok(lines)
}
