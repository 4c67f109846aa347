//! The verdict of a soak.

use std::time::Duration;

use parlo_core::metrics::Percentiles;
use serde_json::Value;

use crate::process::Sample;
use crate::stage::Happening;

/// Takes until everything has been used once: model, microphone, windows.
const WARM: usize = 8;
/// How much the memory may grow after that, without the audio of the last takes, MiB: some of
/// Whisper's buffers grow with the longest take so far.
const MOST_GROWTH_MIB: f64 = 8.0;
/// Takes whose audio the history keeps at most, and how much of it, MiB.
const KEPT_TAKES: usize = 50;
const MOST_KEPT_MIB: f64 = 15_360_000.0 / 1_048_576.0;
/// The median latency at the end may be this multiple of that at the start, plus this much: other
/// programs and the choice of a few sentences change it less.
const LATENCY_RATIO: f64 = 2.0;
const LATENCY_SLACK_MS: f64 = 300.0;

/// Everything that was observed.
#[derive(Default)]
pub struct Day {
    /// What happened, and the metrics of it.
    pub takes: Vec<(Happening, Value)>,
    /// One sample after each take.
    pub samples: Vec<Sample>,
    /// Lines in the metrics file at the end.
    pub records: usize,
}

/// What the history keeps of these takes, MiB: the audio of the last ones in 16 bits.
pub fn kept_mib(takes: &[(Happening, Value)]) -> f64 {
    let bytes = |take: &Value| take["bytes"].as_f64().unwrap_or_default() / 2.0;
    let spoken = takes.iter().rev().map(|(_, take)| take);
    let spoken = spoken.filter(|take| take["speech_ms"].as_f64().is_some_and(|ms| ms > 0.0));
    (spoken.take(KEPT_TAKES).map(bytes).sum::<f64>() / 1_048_576.0).min(MOST_KEPT_MIB)
}

impl Day {
    /// The numbers in a line, or what was wrong.
    pub fn verdict(&self, lasted: Duration) -> Result<String, String> {
        let count = self.takes.len();
        if count <= 2 * WARM {
            return Err(format!("{count} takes are too few for a verdict"));
        }
        if self.records != count {
            return Err(format!("{} takes on record of {count}", self.records));
        }
        self.takes.iter().enumerate().try_for_each(|(number, (happening, take))| {
            let problem = wrong(*happening, take);
            problem.map_or(Ok(()), |why| Err(format!("take {}, {happening:?}: {why}", number + 1)))
        })?;
        let warm = &self.samples[WARM..];
        // The first and the last few, so that one busy moment does not matter.
        let few = (warm.len() / 4).clamp(1, 25);
        let own = |samples: &[Sample]| {
            Percentiles::of(&samples.iter().map(Sample::own_mib).collect::<Vec<_>>())
                .map_or(0.0, |own| own.p50)
        };
        let growth = own(&warm[warm.len() - few..]) - own(&warm[..few]);
        if growth > MOST_GROWTH_MIB {
            return Err(format!("memory grew by {growth:.1} MiB after the first {WARM} takes"));
        }
        // A helper of the decoder may start late, when a second core is free for the first time.
        constant("threads", warm, 1, |it| it.threads)?;
        constant("files", warm, 0, |it| it.files)?;
        let latencies: Vec<f64> =
            self.takes.iter().filter_map(|(_, it)| it["total_ms"].as_f64()).collect();
        let third = latencies.len() / 3;
        let of = |part: &[f64]| Percentiles::of(part).ok_or("no latency was measured");
        let (first, last) = (of(&latencies[..third])?, of(&latencies[latencies.len() - third..])?);
        if last.p50 > first.p50 * LATENCY_RATIO + LATENCY_SLACK_MS {
            return Err(format!("latency went from {:.0} to {:.0} ms (P50)", first.p50, last.p50));
        }
        Ok(format!(
            "{count} takes in {} s, all on record; memory {growth:+.1} MiB; latency P50 {:.0} to {:.0} \
             ms, P95 {:.0} to {:.0} ms",
            lasted.as_secs(),
            first.p50,
            last.p50,
            first.p95,
            last.p95,
        ))
    }
}

/// What is wrong with a take in which this happened.
fn wrong(happening: Happening, take: &Value) -> Option<String> {
    let reason = take["end_reason"].as_str().unwrap_or_default();
    let (error, dropped) = (&take["error"], take["frames_dropped"].as_u64().unwrap_or(u64::MAX));
    let expected: &[&str] = match happening {
        Happening::Sentence => &["silence"],
        // It may have ended before the key was pressed.
        Happening::Key | Happening::Noise | Happening::Murmur => &["manual", "silence"],
        Happening::Cancel => &["cancel", "silence"],
        Happening::Replugged => &["error", "silence", "timeout"],
    };
    if !expected.contains(&reason) {
        return Some(format!("ended by {reason} ({error})"));
    }
    if happening == Happening::Sentence && take["total_ms"].is_null() {
        return Some("nothing was typed".to_owned());
    }
    (dropped > 0).then(|| format!("{dropped} frames lost"))
}

fn constant(
    name: &str,
    samples: &[Sample],
    may_come: usize,
    of: fn(&Sample) -> usize,
) -> Result<(), String> {
    let (least, most) = (samples.iter().map(of).min(), samples.iter().map(of).max());
    let (least, most) = (least.unwrap_or_default(), most.unwrap_or_default());
    if most > least + may_come { Err(format!("{least} to {most} {name}")) } else { Ok(()) }
}
