//! The OpenAI Chat dialect, which opencode speaks.

use serde_json::{Value, json};

use super::MODEL;
use super::turn::{Answer, Origin, Turn, elements, event_stream, text_of};

/// What a request means.
pub fn read(body: &Value) -> Turn {
    let mut turn = Turn::default();
    for message in elements(&body["messages"]) {
        match message["role"].as_str() {
            Some("user") => {
                turn.prompt = text_of(&message["content"]);
                turn.results.clear();
            }
            Some("tool") => turn.results.push(text_of(&message["content"])),
            _ => {}
        }
    }
    let tools = elements(&body["tools"]).iter();
    let names = tools.filter_map(|tool| tool["function"]["name"].as_str());
    turn.tools = names.map(str::to_owned).collect();
    turn.origin = if turn.tools.is_empty() { Origin::Agent } else { Origin::User };
    turn
}

/// The answer, as server-sent events when they are asked for.
pub fn write(answer: &Answer, body: &Value) -> String {
    let (message, end) = match answer {
        Answer::Text(text) => (json!({ "role": "assistant", "content": text }), "stop"),
        Answer::Call { tool, arguments } => {
            let function = json!({ "name": tool, "arguments": arguments.to_string() });
            let call =
                json!({ "index": 0, "id": "call_1", "type": "function", "function": function });
            (json!({ "role": "assistant", "content": null, "tool_calls": [call] }), "tool_calls")
        }
    };
    let usage = json!({ "prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15 });
    if body["stream"] != true {
        let choice = json!({ "index": 0, "message": message, "finish_reason": end });
        return json!({ "id": "chat_1", "object": "chat.completion", "created": 0, "model": MODEL,
                       "choices": [choice], "usage": usage })
        .to_string();
    }
    let chunk = |choices: Value, usage: Value| json!({ "id": "chat_1", "object": "chat.completion.chunk", "created": 0, "model": MODEL, "choices": choices, "usage": usage });
    let choice =
        |delta: &Value, end: Value| json!([{ "index": 0, "delta": delta, "finish_reason": end }]);
    let chunks = [
        chunk(choice(&message, Value::Null), Value::Null),
        chunk(choice(&json!({}), json!(end)), Value::Null),
        chunk(json!([]), usage),
    ];
    event_stream(chunks.map(|chunk| (None, chunk))) + "data: [DONE]\n\n"
}
