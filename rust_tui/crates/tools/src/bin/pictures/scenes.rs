//! What the pictures show. A new picture is one line in [`all`].

use std::time::Instant;

use parlo::session::pty::TerminalSize;
use parlo::session::terminal::{Palette as TerminalPalette, Terminal};
use parlo::ui::host::composed;
use parlo::ui::hud::{Hint, Hud, HudState, HudWord, Indicators, Latency};
use parlo::ui::keymap::KeyMap;
use parlo::ui::layers::{
    Help, History, Layer, LayerUpdate, Layers, Menu, ModelRow, ModelState, Models, Review, TakeRow,
};
use parlo::ui::layout::{HudSize, Layout};
use parlo::ui::theme::{Colors, Glyphs, Theme, ThemeFile};
use parlo::ui::view::Snapshot;
use parlo_core::screen::{Rgb, Screen};

use crate::svg::Palette;

const COLUMNS: u16 = 86;
const ROWS: u16 = 11;
/// Room for a layer over the agent.
const LAYER_ROWS: u16 = 18;

/// Every picture, by the name of its file.
pub fn all() -> Vec<Scene> {
    vec![
        Scene::new("listening", "Dictating, one row", SAID_BEFORE).live(),
        Scene::new("full", "Dictating, three rows", SAID_BEFORE).live().size(HudSize::Full),
        Scene::new("typed", "The words in the agent's composer", TYPED).size(HudSize::Full),
        Scene::new("held", "A text held while the agent asks", ASKING)
            .held()
            .size(HudSize::Full)
            .rows(14),
        Scene::new("light", "Three rows in the light theme", SAID_BEFORE)
            .live()
            .size(HudSize::Full)
            .theme("light", light()),
        Scene::new("menu", "The menu", SAID_BEFORE).layer(Box::new(Menu::new(&KeyMap::default()))),
        Scene::new("help", "All keys", SAID_BEFORE).layer(Box::new(Help::new(&KeyMap::default()))),
        Scene::new("takes", "The takes so far", SAID_BEFORE).layer(Box::new(takes())),
        Scene::new("models", "The speech models", SAID_BEFORE).layer(Box::new(models())),
        Scene::new("review", "A text under review", SAID_BEFORE)
            .state(HudState::Reviewing)
            .layer(Box::new(Review::new(WORDS))),
    ]
}

/// The demo agent after a first prompt.
const SAID_BEFORE: &str = "parlo demo agent: speak or type, Enter sends, Ctrl+C ends\r\n\
    > why does the writer block when the reader stops\r\n\
    received 47 characters: why does the writer block when the reader stops\r\n\
    > ";
/// The same with the next one typed.
const TYPED: &str = "parlo demo agent: speak or type, Enter sends, Ctrl+C ends\r\n\
    > why does the writer block when the reader stops\r\n\
    received 47 characters: why does the writer block when the reader stops\r\n\
    > rename the queue to drop oldest and add a test that stalls the consumer";
/// An agent that asks before it runs a command.
const ASKING: &str = "> rename the queue to drop oldest\r\n\r\n\
    \x1b[2m•\x1b[0m I will rename it and run the tests.\r\n\r\n\
    \x1b[1mRun this command?\x1b[0m\r\n\r\n\
    \x1b[36m  cargo test --package queue\x1b[0m\r\n\r\n\
    \x1b[1;36m› 1. Yes, run it\x1b[0m\r\n\
    \x20 2. No, and say what to do instead\r\n\x1b[?25l";

const LEVELS_DBFS: [f32; 30] = [
    -58.0, -57.0, -59.0, -41.0, -28.0, -22.0, -19.0, -24.0, -31.0, -26.0, -18.0, -15.0, -22.0,
    -35.0, -47.0, -55.0, -44.0, -29.0, -20.0, -17.0, -21.0, -26.0, -19.0, -14.0, -18.0, -27.0,
    -33.0, -25.0, -20.0, -23.4,
];
const TOTALS_MS: [u64; 9] = [380, 402, 395, 610, 388, 455, 371, 398, 412];
const WORDS: &str = "rename the queue to drop oldest and add a test that stalls the consumer";
/// Of these the decoder was not sure.
const UNSURE: [(&str, f32); 2] = [("oldest", 0.5), ("stalls", 0.2)];

/// What a picture shows.
pub struct Scene {
    pub name: &'static str,
    pub title: &'static str,
    pub palette: Palette,
    agent: &'static str,
    state: HudState<'static>,
    level_dbfs: Option<f32>,
    rows: u16,
    hud_size: HudSize,
    theme: &'static str,
    layer: Option<Box<dyn Layer>>,
}

impl Scene {
    fn new(name: &'static str, title: &'static str, agent: &'static str) -> Self {
        Self {
            name,
            title,
            palette: dark(),
            agent,
            state: HudState::Idle,
            level_dbfs: None,
            rows: ROWS,
            hud_size: HudSize::Minimal,
            theme: "terminal",
            layer: None,
        }
    }

    fn live(self) -> Self {
        Self { state: HudState::Transcribing, level_dbfs: Some(-23.4), ..self }
    }

    fn state(self, state: HudState<'static>) -> Self {
        Self { state, ..self }
    }

    fn held(self) -> Self {
        Self { state: HudState::Held("the agent asks for permission"), ..self }
    }

    fn size(self, hud_size: HudSize) -> Self {
        Self { hud_size, ..self }
    }

    fn rows(self, rows: u16) -> Self {
        Self { rows, ..self }
    }

    fn theme(self, theme: &'static str, palette: Palette) -> Self {
        Self { theme, palette, ..self }
    }

    fn layer(self, layer: Box<dyn Layer>) -> Self {
        Self { rows: LAYER_ROWS, layer: Some(layer), ..self }
    }

    /// The cells of the picture.
    pub fn screen(&mut self) -> Screen {
        let pane = Layout::of(COLUMNS, self.rows, self.hud_size).pane;
        let size = TerminalSize { columns: pane.width, rows: pane.height, cell_pixels: None };
        let mut terminal = Terminal::new(size, TerminalPalette::default());
        terminal.feed(Instant::now(), self.agent.as_bytes());
        let agent = terminal.screen().clone();

        let mut layers = Layers::default();
        if let Some(layer) = self.layer.take() {
            layers.toggle(layer);
        }
        let words: Vec<HudWord> = WORDS.split(' ').map(word).collect();
        let hints = match self.state {
            HudState::Transcribing => {
                [Hint { key: "Esc", label: "cancel" }, Hint { key: "Ctrl+R", label: "done" }]
            }
            HudState::Held(_) | HudState::Reviewing => {
                [Hint { key: "Esc", label: "cancel" }, Hint { key: "Ctrl+Space", label: "menu" }]
            }
            _ => [
                Hint { key: "Ctrl+R", label: "dictate" },
                Hint { key: "Ctrl+Space", label: "menu" },
            ],
        };
        let hud = Hud {
            state: self.state,
            level_dbfs: self.level_dbfs,
            levels_dbfs: &LEVELS_DBFS,
            model: "tiny.en",
            latency: Latency { totals_ms: &TOTALS_MS, p50_ms: Some(398), p95_ms: Some(610) },
            notice: None,
            words: &words,
            indicators: Indicators::default(),
            hints: &hints,
        };
        let file = ThemeFile::built_in(self.theme).unwrap_or_default();
        let theme = Theme::new(&file, Colors::True, Glyphs::Unicode);
        let mut snapshot = Snapshot {
            screen: &agent,
            hud: &hud,
            hud_size: self.hud_size,
            layers: &mut layers,
            theme: &theme,
        };
        composed((COLUMNS, self.rows), &mut snapshot)
    }
}

fn takes() -> History {
    let row = |take, at: &str, duration: &str, state: &str, text: &str| TakeRow {
        take,
        at: at.to_owned(),
        duration: duration.to_owned(),
        state: state.to_owned(),
        text: text.to_owned(),
        has_audio: take > 1,
    };
    let rows = vec![
        row(4, "15:06:41", "4.1 s", "typed", WORDS),
        row(3, "15:04:05", "1.2 s", "typed", "run the tests"),
        row(2, "15:03:10", "2.8 s", "cancelled", "no wait"),
        row(1, "15:02:12", "3.0 s", "typed", "why does the writer block when the reader stops"),
    ];
    History::new(rows, vec!["tiny.en".to_owned(), "small.en".to_owned()])
}

fn models() -> Models {
    let row = |name: &str, size: &str, speed: &str, advice: &str, state| ModelRow {
        name: name.to_owned(),
        size: size.to_owned(),
        speed: speed.to_owned(),
        advice: advice.to_owned(),
        state,
    };
    let rows = vec![
        row(
            "tiny.en",
            "75 MiB",
            "180 ms",
            "Fastest; good for short English.",
            ModelState::Installed,
        ),
        row("base.en", "142 MiB", "410 ms", "Better English.", ModelState::Installed),
        row("small.en", "466 MiB", "", "Accurate English.", ModelState::Missing),
        row(
            "large-v3-turbo-q5_0",
            "547 MiB",
            "",
            "Most accuracy per megabyte.",
            ModelState::Missing,
        ),
    ];
    let mut models = Models::new("tiny.en", None);
    models.update(&LayerUpdate::Models(Ok(rows)));
    models
}

fn word(text: &str) -> HudWord {
    let unsure = UNSURE.iter().find(|(word, _)| *word == text);
    HudWord {
        text: text.to_owned(),
        confidence: unsure.map_or(0.98, |(_, confidence)| *confidence),
    }
}

fn rgb(value: u32) -> Rgb {
    let [_, red, green, blue] = value.to_be_bytes();
    Rgb { red, green, blue }
}

fn dark() -> Palette {
    Palette {
        foreground: rgb(0xd6dae0),
        background: rgb(0x16191f),
        border: rgb(0x3a404b),
        ansi: [
            0x22262e, 0xe0696c, 0x86c07f, 0xd9b46c, 0x72a3e3, 0xb98ae6, 0x63bfc5, 0xc9ced6,
            0x5b6270, 0xf2878a, 0x9fd698, 0xeecb85, 0x91bbf2, 0xcda5f3, 0x82d6db, 0xf4f6f9,
        ]
        .map(rgb),
    }
}

fn light() -> Palette {
    Palette {
        foreground: rgb(0x2b3038),
        background: rgb(0xffffff),
        border: rgb(0xc6cbd3),
        ansi: [
            0x14181e, 0xc0272d, 0x2a7230, 0x8a5a00, 0x1f5fae, 0x7a3eb1, 0x16737a, 0xa9b0ba,
            0x636a75, 0xd8444a, 0x3b8a42, 0xa66f08, 0x3a78c6, 0x9459c9, 0x2a8b92, 0xe9ecf0,
        ]
        .map(rgb),
    }
}
