//! The settings with which each agent uses the model server and asks nothing at its start.

use std::path::Path;

use serde_json::{Value, json};

use crate::support::model_server::{MODEL, ModelServer};
use crate::support::text;

/// A dummy key of a valid form.
const KEY: &str = "sk-ant-dummy-key-for-the-local-server-0000000";

/// The folders of an agent.
pub struct Place<'a> {
    /// Its home folder.
    pub home: &'a Path,
    /// The folder it works in.
    pub work: &'a Path,
}

/// How an agent is started.
pub struct Ways {
    /// Its arguments.
    pub arguments: Vec<String>,
    /// Variables beyond the usual ones.
    pub environment: Vec<(String, String)>,
}

impl Ways {
    fn new(arguments: &[&str], environment: &[(&str, &str)]) -> Self {
        let pair = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Self {
            arguments: arguments.iter().map(|it| (*it).to_owned()).collect(),
            environment: environment.iter().map(pair).collect(),
        }
    }
}

pub fn codex(place: &Place, server: &ModelServer) -> Ways {
    let folder = place.home.join(".codex");
    let settings = crate::support::codex::configuration(&server.url(), place.work);
    write(&folder.join("config.toml"), &settings);
    Ways::new(&["--no-daemon"], &[("CODEX_HOME", &text(&folder))])
}

pub fn claude(place: &Place, server: &ModelServer) -> Ways {
    let trusted = json!({ "hasTrustDialogAccepted": true, "hasCompletedProjectOnboarding": true,
                          "projectOnboardingSeenCount": 5 });
    let state = json!({
        "hasCompletedOnboarding": true, "lastOnboardingVersion": "99.0.0", "numStartups": 5,
        "theme": "dark",
        "customApiKeyResponses": { "approved": [&KEY[KEY.len() - 20..]], "rejected": [] },
        "projects": { text(place.work): trusted },
    });
    write(&place.home.join(".claude.json"), &state.to_string());
    write(&place.home.join(".claude/settings.json"), &json!({}).to_string());
    // In its default mode the model judges tool calls, and it never asks.
    Ways::new(
        &["--permission-mode", "default"],
        &[
            ("ANTHROPIC_BASE_URL", &server.origin()),
            ("ANTHROPIC_API_KEY", KEY),
            ("DISABLE_TELEMETRY", "1"),
            ("DISABLE_AUTOUPDATER", "1"),
            ("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1"),
            ("CLAUDE_CODE_DISABLE_OFFICIAL_MARKETPLACE_AUTOINSTALL", "1"),
        ],
    )
}

pub fn gemini(place: &Place, server: &ModelServer) -> Ways {
    let settings = json!({
        "security": { "auth": { "selectedType": "gemini-api-key" },
                      "folderTrust": { "enabled": false } },
        "general": { "enableAutoUpdate": false, "enableAutoUpdateNotification": false },
        "privacy": { "usageStatisticsEnabled": false },
        "telemetry": { "enabled": false },
        "ui": { "hideTips": true },
    });
    write(&place.home.join(".gemini/settings.json"), &settings.to_string());
    Ways::new(
        &[],
        &[
            ("GOOGLE_GEMINI_BASE_URL", &server.origin()),
            ("GEMINI_API_KEY", "dummy"),
            // Without it a warning is shown for a while.
            ("COLORTERM", "truecolor"),
        ],
    )
}

pub fn opencode(place: &Place, server: &ModelServer) -> Ways {
    let model = format!("mock/{MODEL}");
    let limits = json!({ "context": 100_000, "output": 4_000 });
    let provider = json!({
        "npm": "@ai-sdk/openai-compatible", "name": "mock",
        "options": { "baseURL": server.url(), "apiKey": "dummy" },
        "models": { MODEL: { "name": MODEL, "limit": limits } },
    });
    let settings: Value = json!({
        "autoupdate": false, "share": "disabled", "enabled_providers": ["mock"],
        "model": model, "small_model": model,
        "permission": { "bash": "ask", "edit": "ask" },
        "provider": { "mock": provider },
    });
    write(&place.home.join(".config/opencode/opencode.json"), &settings.to_string());
    Ways::new(
        &[],
        &[
            ("OPENCODE_DISABLE_AUTOUPDATE", "1"),
            ("OPENCODE_DISABLE_MODELS_FETCH", "1"),
            ("OPENCODE_DISABLE_LSP_DOWNLOAD", "1"),
        ],
    )
}

fn write(path: &Path, contents: &str) {
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("the settings' folder");
    std::fs::write(path, contents).expect("the settings");
}
