//! The Anthropic Messages dialect, which claude speaks.

use serde_json::{Value, json};

use super::turn::{Answer, Origin, Turn, elements, event_stream, text_of};

/// What a request means.
pub fn read(body: &Value) -> Turn {
    let mut turn = Turn::default();
    for message in elements(&body["messages"]).iter().filter(|it| it["role"] == "user") {
        let content = &message["content"];
        let results = elements(content).iter().filter(|part| part["type"] == "tool_result");
        turn.results.extend(results.map(|part| text_of(&part["content"])));
        let text = if content.is_string() {
            text_of(content)
        } else {
            // The agent puts its own notes into text parts beside the prompt.
            let parts = elements(content).iter().filter(|part| part["type"] == "text");
            let texts = parts.filter_map(|part| part["text"].as_str());
            texts.filter(|text| !is_own(text)).collect::<Vec<_>>().join("\n")
        };
        if !text.is_empty() && !is_own(&text) {
            turn.prompt = text;
            turn.results.clear();
        }
    }
    let tools = elements(&body["tools"]);
    turn.tools = tools.iter().filter_map(|tool| tool["name"].as_str().map(str::to_owned)).collect();
    turn.origin = if tools.is_empty() { Origin::Agent } else { Origin::User };
    turn
}

fn is_own(text: &str) -> bool {
    let text = text.trim_start();
    text.starts_with("<system-reminder>") || text.starts_with("[Request interrupted")
}

/// The answer, as server-sent events when they are asked for.
pub fn write(answer: &Answer, body: &Value) -> String {
    let (begun, delta, whole, stop) = match answer {
        Answer::Text(text) => (
            json!({ "type": "text", "text": "" }),
            json!({ "type": "text_delta", "text": text }),
            json!({ "type": "text", "text": text }),
            "end_turn",
        ),
        Answer::Call { tool, arguments } => {
            let call = |input: &Value| json!({ "type": "tool_use", "id": "toolu_1", "name": tool, "input": input });
            let delta =
                json!({ "type": "input_json_delta", "partial_json": arguments.to_string() });
            (call(&json!({})), delta, call(arguments), "tool_use")
        }
    };
    let mut message = json!({ "id": "msg_1", "type": "message", "role": "assistant",
        "model": body["model"], "content": [], "stop_reason": null, "stop_sequence": null,
        "usage": { "input_tokens": 10, "output_tokens": 1 } });
    if body["stream"] != true {
        message["content"] = json!([whole]);
        message["stop_reason"] = json!(stop);
        return message.to_string();
    }
    let events = [
        ("message_start", json!({ "message": message })),
        ("content_block_start", json!({ "index": 0, "content_block": begun })),
        ("content_block_delta", json!({ "index": 0, "delta": delta })),
        ("content_block_stop", json!({ "index": 0 })),
        (
            "message_delta",
            json!({ "delta": { "stop_reason": stop, "stop_sequence": null },
                    "usage": { "output_tokens": 5 } }),
        ),
        ("message_stop", json!({})),
    ];
    event_stream(events.into_iter().map(|(kind, mut event)| {
        event["type"] = json!(kind);
        (Some(kind), event)
    }))
}
