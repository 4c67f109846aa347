//! The OpenAI Responses dialect, which codex speaks.

use serde_json::{Value, json};

use super::MODEL;
use super::turn::{Answer, Origin, Turn, elements, event_stream, text_of};

/// Context blocks that codex itself sends as the user.
const OWN: [&str; 6] = [
    "<environment_context",
    "<user_instructions",
    "<turn_aborted",
    "<skill",
    "<permissions",
    "# AGENTS.md",
];

/// What a request means.
pub fn read(body: &Value) -> Turn {
    let mut turn = Turn::default();
    for item in elements(&body["input"]) {
        let kind = item["type"].as_str().unwrap_or("message");
        if kind.ends_with("_call_output") {
            let output = &item["output"];
            turn.results.push(output.as_str().map_or_else(|| output.to_string(), str::to_owned));
        } else if item["role"] == "user" {
            let text = text_of(&item["content"]);
            if !OWN.iter().any(|start| text.trim_start().starts_with(start)) {
                turn.prompt = text;
                turn.results.clear();
            }
        }
    }
    let tools = elements(&body["tools"]).iter();
    turn.tools = tools.filter_map(|tool| tool["name"].as_str().map(str::to_owned)).collect();
    // Codex asks for a title of the conversation without offering tools.
    let own = elements(&body["tools"]).is_empty();
    turn.origin = if own { Origin::Agent } else { Origin::User };
    turn
}

/// The answer as server-sent events.
pub fn write(answer: &Answer) -> String {
    let response = |status: &str, output: Value| {
        json!({ "id": "resp_1", "object": "response", "created_at": 0, "model": MODEL,
                "status": status, "output": output,
                "usage": { "input_tokens": 10, "input_tokens_details": { "cached_tokens": 0 },
                           "output_tokens": 5, "output_tokens_details": { "reasoning_tokens": 0 },
                           "total_tokens": 15 } })
    };
    let (begun, delta, whole) = match answer {
        Answer::Text(text) => {
            let item = |status: &str, content: Value| json!({ "type": "message", "id": "msg_1", "role": "assistant", "status": status, "content": content });
            let part = json!([{ "type": "output_text", "text": text, "annotations": [] }]);
            let delta =
                json!({ "item_id": "msg_1", "output_index": 0, "content_index": 0, "delta": text });
            (item("in_progress", json!([])), Some(delta), item("completed", part))
        }
        Answer::Call { tool, arguments } => {
            let item = |status: &str, arguments: String| json!({ "type": "function_call", "id": "fc_1", "call_id": "call_1", "name": tool, "arguments": arguments, "status": status });
            (item("in_progress", String::new()), None, item("completed", arguments.to_string()))
        }
    };
    let mut events = vec![
        ("response.created", json!({ "response": response("in_progress", json!([])) })),
        ("response.output_item.added", json!({ "output_index": 0, "item": begun })),
    ];
    events.extend(delta.map(|delta| ("response.output_text.delta", delta)));
    events.extend([
        ("response.output_item.done", json!({ "output_index": 0, "item": whole })),
        ("response.completed", json!({ "response": response("completed", json!([whole])) })),
    ]);
    let numbered = events.into_iter().enumerate().map(|(number, (kind, mut event))| {
        event["type"] = json!(kind);
        event["sequence_number"] = json!(number);
        (Some(kind), event)
    });
    event_stream(numbered)
}
