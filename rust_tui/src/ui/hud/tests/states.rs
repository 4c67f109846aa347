//! The states the rows are drawn in by tests.

use crate::ui::hud::{Hint, Hud, HudState, HudWord, Indicators, Latency, Notice, Severity};

pub(super) const LISTENING_HINTS: [Hint; 2] =
    [Hint { key: "Esc", label: "cancel" }, Hint { key: "Ctrl+R", label: "done" }];
const HELD_HINTS: [Hint; 2] =
    [Hint { key: "Esc", label: "cancel" }, Hint { key: "Ctrl+Space", label: "menu" }];
const IDLE_HINTS: [Hint; 2] =
    [Hint { key: "Ctrl+R", label: "dictate" }, Hint { key: "Ctrl+Space", label: "menu" }];

const TOTALS_MS: [u64; 9] = [380, 402, 395, 610, 388, 455, 371, 398, 412];
const LEVELS_DBFS: [f32; 30] = [
    -58.0, -57.0, -59.0, -41.0, -28.0, -22.0, -19.0, -24.0, -31.0, -26.0, -18.0, -15.0, -22.0,
    -35.0, -47.0, -55.0, -44.0, -29.0, -20.0, -17.0, -21.0, -26.0, -19.0, -14.0, -18.0, -27.0,
    -33.0, -25.0, -20.0, -23.4,
];

/// "rename the queue …", with words of different confidence.
pub(super) fn words() -> Vec<HudWord> {
    let sure = "rename the queue to drop oldest and add a test that stalls the consumer";
    let confidence = |word| match word {
        "oldest" => 0.5,
        "stalls" => 0.3,
        _ => 0.97,
    };
    sure.split(' ')
        .map(|word| HudWord { text: word.to_owned(), confidence: confidence(word) })
        .collect()
}

/// Every state, with what comes with it.
pub(super) fn states(words: &[HudWord]) -> Vec<(&'static str, Hud<'_>)> {
    let latency = Latency { totals_ms: &TOTALS_MS, p50_ms: Some(398), p95_ms: Some(610) };
    let base = Hud { model: "tiny.en", latency, hints: &IDLE_HINTS, ..Hud::default() };
    let live = Hud { levels_dbfs: &LEVELS_DBFS, hints: &LISTENING_HINTS, ..base.clone() };
    let over = Hud { words, levels_dbfs: &LEVELS_DBFS, ..base.clone() };
    let notice = |severity, text| Some(Notice { severity, text });
    let held =
        |reason| Hud { state: HudState::Held(reason), words, hints: &HELD_HINTS, ..live.clone() };
    vec![
        ("loading", Hud { state: HudState::Loading, latency: Latency::default(), ..base.clone() }),
        ("first idle", Hud { latency: Latency::default(), ..base.clone() }),
        ("silent", Hud { state: HudState::Listening, level_dbfs: Some(-71.0), ..live.clone() }),
        ("listening", Hud { state: HudState::Listening, level_dbfs: Some(-23.4), ..live.clone() }),
        (
            "transcribing",
            Hud { state: HudState::Transcribing, level_dbfs: Some(-6.0), words, ..live.clone() },
        ),
        ("finalizing", Hud { state: HudState::Finalizing, words, ..live.clone() }),
        ("held", held("the agent asks for permission")),
        ("held, start", held("the agent is starting")),
        ("review", Hud { state: HudState::Reviewing, words, hints: &HELD_HINTS, ..over.clone() }),
        ("done", Hud { state: HudState::Done, ..over.clone() }),
        (
            "follow-up window",
            Hud {
                indicators: Indicators { microphone_open: true, ..Indicators::default() },
                ..over.clone()
            },
        ),
        ("idle", over.clone()),
        ("error", Hud { state: HudState::Error("the microphone was unplugged"), ..base.clone() }),
        (
            "message",
            Hud { notice: notice(Severity::Info, "cancelled, nothing typed"), ..base.clone() },
        ),
        (
            "failure",
            Hud {
                state: HudState::Listening,
                level_dbfs: Some(-0.5),
                notice: notice(Severity::Error, "no metrics: the disk is full"),
                ..live.clone()
            },
        ),
        (
            "hands-free",
            Hud {
                indicators: Indicators { hands_free: true, ..Indicators::default() },
                ..base.clone()
            },
        ),
        (
            "all indicators",
            Hud {
                indicators: Indicators {
                    microphone_open: true,
                    hands_free: true,
                    slow_decoder: true,
                },
                ..over
            },
        ),
    ]
}
