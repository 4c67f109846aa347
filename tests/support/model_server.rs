//! The model: a server on loopback that speaks the OpenAI Responses dialect codex uses.
//!
//! It notes the prompt of every turn exactly as the agent sent it, and answers with a hash of it,
//! so that the screen alone tells whether the words arrived unchanged.

use super::wait;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

/// How long a connection may keep silent before it is given up.
const PATIENCE: Duration = Duration::from_secs(5);

/// A running server; ends when dropped.
pub struct ModelServer {
    address: SocketAddr,
    log: Arc<Log>,
    acceptor: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Log {
    prompts: Mutex<Vec<String>>,
    /// Requests that were not understood; a test that fails shows them.
    oddities: Mutex<Vec<String>>,
    closing: AtomicBool,
}

impl ModelServer {
    /// Starts a server on a free port of the loopback interface.
    pub fn start() -> ModelServer {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port on loopback");
        let address = listener.local_addr().expect("the port that was bound");
        let log = Arc::new(Log::default());
        let shared = Arc::clone(&log);
        let acceptor = std::thread::Builder::new()
            .name("model-server".into())
            .spawn(move || accept(&listener, &shared))
            .expect("starting the model server's thread");
        ModelServer { address, log, acceptor: Some(acceptor) }
    }

    /// The base URL for an agent's configuration.
    pub fn url(&self) -> String {
        format!("http://{}/v1", self.address)
    }

    /// The prompts of all turns so far.
    pub fn prompts(&self) -> Vec<String> {
        self.log.prompts.lock().expect("the log is intact").clone()
    }

    /// Waits for the turn with that number, counted from 1, and returns its prompt.
    pub fn wait_for_turn(
        &self,
        number: usize,
        limit: Duration,
        scene: impl FnOnce() -> String,
    ) -> String {
        let oddities = || self.log.oddities.lock().expect("the log is intact").join("\n");
        wait::until(
            &format!("turn {number} at the model server"),
            limit,
            || self.prompts().get(number - 1).cloned(),
            || format!("requests not understood: {:?}\n{}", oddities(), scene()),
        )
    }
}

impl Drop for ModelServer {
    fn drop(&mut self) {
        self.log.closing.store(true, Ordering::Relaxed);
        // Wakes the acceptor, which then sees that it is over.
        let _ = TcpStream::connect(self.address);
        if let Some(acceptor) = self.acceptor.take() {
            let _ = acceptor.join();
        }
    }
}

/// What the server answers to a prompt.
pub fn reply_to(prompt: &str) -> String {
    format!("HEARD-{}", digest(prompt))
}

fn digest(prompt: &str) -> String {
    let hash = Sha256::digest(prompt.as_bytes());
    hash.iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

fn accept(listener: &TcpListener, log: &Log) {
    std::thread::scope(|connections| {
        for stream in listener.incoming() {
            if log.closing.load(Ordering::Relaxed) {
                return;
            }
            let Ok(stream) = stream else { return };
            connections.spawn(move || {
                if let Err(error) = serve(&stream, log) {
                    note_oddity(log, format!("connection: {error}"));
                }
            });
        }
    });
}

struct Request {
    line: String,
    body: Vec<u8>,
}

fn read_request(stream: &TcpStream) -> std::io::Result<Request> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let mut length = 0;
    loop {
        let mut header = String::new();
        reader.read_line(&mut header)?;
        let Some((name, value)) = header.split_once(':') else {
            break;
        };
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().map_err(std::io::Error::other)?;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    Ok(Request { line, body })
}

/// Answers one request; every connection carries one, which HTTP allows a server to say.
fn serve(stream: &TcpStream, log: &Log) -> std::io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    let request = read_request(stream)?;
    let mut words = request.line.split_whitespace();
    let method = words.next().unwrap_or_default();
    let path = words.next().unwrap_or_default();
    let path = path.split('?').next().unwrap_or_default();
    if method == "GET" && path.ends_with("/models") {
        let list =
            json!({ "object": "list", "data": [{ "id": MODEL, "object": "model" }], "models": [] });
        return answer(stream, "200 OK", "application/json", &list.to_string());
    }
    if method == "POST"
        && path.ends_with("/responses")
        && let Ok(body) = serde_json::from_slice::<Value>(&request.body)
    {
        let events = respond(&body, log);
        return answer(stream, "200 OK", "text/event-stream", &events);
    }
    note_oddity(log, request.line.trim().to_owned());
    answer(stream, "404 Not Found", "application/json", "{}")
}

fn answer(mut stream: &TcpStream, status: &str, kind: &str, body: &str) -> std::io::Result<()> {
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
}

/// The one model this server has.
pub const MODEL: &str = "mock-1";

/// Notes the prompt if this is a turn of the user's, and returns the reply as server-sent events.
fn respond(body: &Value, log: &Log) -> String {
    let prompt = last_prompt(body);
    // The agent asks for a title of the conversation on its own account, and without tools.
    let is_turn = body["tools"].as_array().is_some_and(|tools| !tools.is_empty());
    let reply = if is_turn {
        let reply = reply_to(&prompt);
        log.prompts.lock().expect("the log is intact").push(prompt);
        reply
    } else {
        r#"{"title": "A title"}"#.to_owned()
    };
    response_events(&reply)
}

/// The text of the last message the user wrote, without the blocks of context that codex itself
/// sends in the user's name.
fn last_prompt(body: &Value) -> String {
    let own = [
        "<environment_context",
        "<user_instructions",
        "<turn_aborted",
        "<skill",
        "<permissions",
        "# AGENTS.md",
    ];
    let items = body["input"].as_array().map(Vec::as_slice).unwrap_or_default();
    items
        .iter()
        .filter(|item| item["role"] == "user")
        .map(|item| message_text(&item["content"]))
        .rfind(|text| !own.iter().any(|start| text.trim_start().starts_with(start)))
        .unwrap_or_default()
}

fn message_text(content: &Value) -> String {
    match content {
        Value::String(text) => text.clone(),
        Value::Array(parts) => {
            let texts: Vec<&str> = parts.iter().filter_map(|part| part["text"].as_str()).collect();
            texts.join("\n")
        }
        _ => String::new(),
    }
}

fn response_events(reply: &str) -> String {
    let response = |status: &str, output: Value| {
        json!({ "id": "resp_1", "object": "response", "created_at": 0, "model": MODEL,
                "status": status, "output": output,
                "usage": { "input_tokens": 10, "input_tokens_details": { "cached_tokens": 0 },
                           "output_tokens": 5, "output_tokens_details": { "reasoning_tokens": 0 },
                           "total_tokens": 15 } })
    };
    let item = |status: &str, content: Value| json!({ "type": "message", "id": "msg_1", "role": "assistant", "status": status, "content": content });
    let whole =
        item("completed", json!([{ "type": "output_text", "text": reply, "annotations": [] }]));
    let events = [
        ("response.created", json!({ "response": response("in_progress", json!([])) })),
        (
            "response.output_item.added",
            json!({ "output_index": 0, "item": item("in_progress", json!([])) }),
        ),
        (
            "response.output_text.delta",
            json!({ "item_id": "msg_1", "output_index": 0, "content_index": 0, "delta": reply }),
        ),
        ("response.output_item.done", json!({ "output_index": 0, "item": whole })),
        ("response.completed", json!({ "response": response("completed", json!([whole])) })),
    ];
    let mut stream = String::new();
    for (number, (kind, mut event)) in events.into_iter().enumerate() {
        event["type"] = json!(kind);
        event["sequence_number"] = json!(number);
        stream.push_str(&format!("event: {kind}\ndata: {event}\n\n"));
    }
    stream
}

fn note_oddity(log: &Log, oddity: String) {
    log.oddities.lock().expect("the log is intact").push(oddity);
}
