//! The Gemini dialect, which gemini speaks.

use serde_json::{Value, json};

use super::MODEL;
use super::turn::{Answer, Origin, Turn, elements, event_stream};

/// What a request means.
pub fn read(body: &Value) -> Turn {
    let mut turn = Turn::default();
    let is_users = |it: &&Value| it["role"].is_null() || it["role"] == "user";
    for message in elements(&body["contents"]).iter().filter(is_users) {
        let parts = elements(&message["parts"]);
        let results = parts.iter().map(|part| &part["functionResponse"]["response"]);
        let results: Vec<String> = results.filter(|it| !it.is_null()).map(result_text).collect();
        if !results.is_empty() {
            turn.results.extend(results);
            continue;
        }
        let texts = parts.iter().filter_map(|part| part["text"].as_str());
        // The agent puts its context in front of the first prompt.
        let texts = texts.filter(|it| !it.trim_start().starts_with("<session_context>"));
        let text = texts.collect::<Vec<_>>().join("\n");
        if !text.is_empty() {
            turn.prompt = text;
            turn.results.clear();
        }
    }
    let declared = elements(&body["tools"]).iter().map(|it| elements(&it["functionDeclarations"]));
    let names = declared.flatten().filter_map(|it| it["name"].as_str());
    turn.tools = names.map(str::to_owned).collect();
    turn.origin = if turn.tools.is_empty() { Origin::Agent } else { Origin::User };
    turn
}

fn result_text(response: &Value) -> String {
    response["output"].as_str().map_or_else(|| response.to_string(), str::to_owned)
}

/// The answer, whole or as server-sent events, as the path asks.
pub fn write(answer: &Answer, path: &str) -> String {
    let part = match answer {
        Answer::Text(text) => json!({ "text": text }),
        Answer::Call { tool, arguments } => {
            json!({ "functionCall": { "name": tool, "args": arguments } })
        }
    };
    let chunk = json!({
        "candidates": [{ "content": { "role": "model", "parts": [part] }, "index": 0,
                         "finishReason": "STOP" }],
        "modelVersion": MODEL,
        "usageMetadata": { "promptTokenCount": 10, "candidatesTokenCount": 5,
                           "totalTokenCount": 15 },
    });
    if path.ends_with(":generateContent") {
        return chunk.to_string();
    }
    event_stream([(None, chunk)])
}
