//! The format of a profile file, and its parser.
//!
//! ```toml
//! programs = ["codex"]            # commands that are this agent
//! ready_timeout_ms = 20000        # how long its composer may take to appear
//! reports = "invited"             # or "as_host", if it draws differently with OSC 7501
//! replace = false                 # true: replaces a built-in profile of this name
//!
//! [typing]
//! while_working = "type"          # or "hold": text typed while it works would be lost
//! erase_unit = "grapheme"         # what a Backspace removes; or "code_point", "unsure"
//! placeholder = { over_characters = 1000, backspaces = 1 }    # how a large paste is shown
//!
//! [[title]]                       # the first match decides
//! state = "blocked"               # or "working", "idle"
//! kind = "permission"             # or "question", "dialog"; only when blocked
//! starts_with = ["[ ! ]"]         # one of these, or
//! contains = ["Action Required"]  # one of these
//!
//! [[screen]]                      # the first one whose texts are all there decides
//! state = "blocked"
//! kind = "permission"
//! all = [{ text = "1. Yes", last_rows = 20 }, { text = "enter to confirm", last_rows = 1 }]
//! ```
//!
//! `last_rows` counts upwards from the last row that is not blank. Every mistake is a TOML error,
//! which names line and key.

use std::time::Duration;

use parlo_core::agent_state::{
    AgentState, BlockKind, ScreenRule, ScreenText, StateRules, TitleRule,
};
use parlo_core::typing::{EraseUnit, Placeholder, TypingRules, WhileWorking};
use serde::Deserialize;

use super::{AgentProfile, StateReports};

/// What is wrong with a profile, and where.
pub type ProfileError = toml::de::Error;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
struct ProfileFile {
    programs: Option<Vec<Text>>,
    ready_timeout_ms: Option<Milliseconds>,
    reports: Option<StateReports>,
    #[serde(default)]
    replace: bool,
    #[serde(default)]
    typing: TypingTable,
    #[serde(default)]
    title: Vec<TitleTable>,
    #[serde(default)]
    screen: Vec<ScreenTable>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
struct TypingTable {
    while_working: Option<WhileWorkingName>,
    erase_unit: Option<EraseUnitName>,
    placeholder: Option<PlaceholderTable>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum WhileWorkingName {
    Type,
    Hold,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum EraseUnitName {
    Grapheme,
    CodePoint,
    Unsure,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
struct PlaceholderTable {
    over_characters: usize,
    backspaces: usize,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StateName {
    Idle,
    Working,
    Blocked,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum KindName {
    Permission,
    Question,
    Dialog,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
struct RawTitle {
    state: StateName,
    kind: Option<KindName>,
    #[serde(default)]
    starts_with: Vec<Text>,
    #[serde(default)]
    contains: Vec<Text>,
}

#[derive(Debug, Deserialize)]
#[serde(try_from = "RawTitle")]
struct TitleTable(TitleRule);

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
struct RawScreen {
    state: StateName,
    kind: Option<KindName>,
    all: Vec<ScreenTextTable>,
}

#[derive(Debug, Deserialize)]
#[serde(try_from = "RawScreen")]
struct ScreenTable(ScreenRule);

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
struct ScreenTextTable {
    text: Text,
    last_rows: Rows,
}

/// A text that is not empty: an empty one would match everything.
#[derive(Debug, Deserialize)]
#[serde(try_from = "String")]
struct Text(String);

#[derive(Debug, Deserialize)]
#[serde(try_from = "u16")]
struct Rows(u16);

#[derive(Debug, Deserialize)]
#[serde(try_from = "u64")]
struct Milliseconds(u64);

impl TryFrom<String> for Text {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if text.trim().is_empty() { Err("must not be empty") } else { Ok(Self(text)) }
    }
}

impl TryFrom<u16> for Rows {
    type Error = &'static str;

    fn try_from(rows: u16) -> Result<Self, Self::Error> {
        if (1..=200).contains(&rows) { Ok(Self(rows)) } else { Err("must be 1 to 200 rows") }
    }
}

impl TryFrom<u64> for Milliseconds {
    type Error = &'static str;

    fn try_from(value: u64) -> Result<Self, Self::Error> {
        if value <= 600_000 { Ok(Self(value)) } else { Err("must be at most 600000 ms") }
    }
}

impl TryFrom<RawTitle> for TitleTable {
    type Error = &'static str;

    fn try_from(raw: RawTitle) -> Result<Self, Self::Error> {
        if raw.starts_with.is_empty() && raw.contains.is_empty() {
            return Err("a title needs `starts_with` or `contains`");
        }
        let strings = |texts: Vec<Text>| texts.into_iter().map(|Text(text)| text).collect();
        Ok(Self(TitleRule {
            state: state(raw.state, raw.kind)?,
            starts_with: strings(raw.starts_with),
            contains: strings(raw.contains),
        }))
    }
}

impl TryFrom<RawScreen> for ScreenTable {
    type Error = &'static str;

    fn try_from(raw: RawScreen) -> Result<Self, Self::Error> {
        if raw.all.is_empty() {
            return Err("`all` needs at least one text");
        }
        let text = |ScreenTextTable { text: Text(text), last_rows: Rows(last_rows) }| ScreenText {
            text,
            last_rows,
        };
        let all = raw.all.into_iter().map(text).collect();
        Ok(Self(ScreenRule { state: state(raw.state, raw.kind)?, all }))
    }
}

fn state(name: StateName, kind: Option<KindName>) -> Result<AgentState, &'static str> {
    let kind = kind.map(|kind| match kind {
        KindName::Permission => BlockKind::Permission,
        KindName::Question => BlockKind::Question,
        KindName::Dialog => BlockKind::Dialog,
    });
    match (name, kind) {
        (StateName::Blocked, kind) => Ok(AgentState::Blocked(kind.unwrap_or(BlockKind::Dialog))),
        (_, Some(_)) => Err("`kind` goes with state = \"blocked\" alone"),
        (StateName::Idle, None) => Ok(AgentState::Idle),
        (StateName::Working, None) => Ok(AgentState::Working),
    }
}

/// Parses a profile that extends the one of the same name, if there is one.
///
/// # Errors
/// The text is no profile.
pub(super) fn read(
    name: &str,
    text: &str,
    base: Option<AgentProfile>,
) -> Result<AgentProfile, ProfileError> {
    let file: ProfileFile = toml::from_str(text)?;
    let fresh = || AgentProfile {
        name: name.to_owned(),
        programs: vec![name.to_owned()],
        ..AgentProfile::unknown()
    };
    let mut profile = base.filter(|_| !file.replace).unwrap_or_else(fresh);
    if let Some(programs) = file.programs {
        profile.programs = programs.into_iter().map(|Text(program)| program).collect();
    }
    if let Some(Milliseconds(timeout)) = file.ready_timeout_ms {
        profile.ready_timeout = Duration::from_millis(timeout);
    }
    profile.reports = file.reports.unwrap_or(profile.reports);
    profile.typing = typing(file.typing, profile.typing);
    let StateRules { titles, screens } = std::mem::take(&mut profile.state);
    profile.state = StateRules {
        titles: file.title.into_iter().map(|TitleTable(rule)| rule).chain(titles).collect(),
        screens: file.screen.into_iter().map(|ScreenTable(rule)| rule).chain(screens).collect(),
    };
    Ok(profile)
}

fn typing(table: TypingTable, base: TypingRules) -> TypingRules {
    TypingRules {
        while_working: match table.while_working {
            None => base.while_working,
            Some(WhileWorkingName::Type) => WhileWorking::Type,
            Some(WhileWorkingName::Hold) => WhileWorking::Hold,
        },
        erase_unit: match table.erase_unit {
            None => base.erase_unit,
            Some(EraseUnitName::Grapheme) => EraseUnit::Grapheme,
            Some(EraseUnitName::CodePoint) => EraseUnit::CodePoint,
            Some(EraseUnitName::Unsure) => EraseUnit::Unsure,
        },
        placeholder: table.placeholder.map_or(base.placeholder, |table| {
            Some(Placeholder {
                over_characters: table.over_characters,
                backspaces: table.backspaces,
            })
        }),
    }
}
