//! The model: a server on loopback that speaks the dialects of the agents.
//!
//! It records the prompt of every turn exactly as the agent sent it, and answers with a hash of it,
//! so that the screen shows whether the words arrived unchanged. A prompt can control its answer;
//! see [`turn`].

mod chat;
mod gemini;
mod messages;
mod responses;
mod turn;

pub use turn::reply_to;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::{Value, json};

use super::wait;

/// How long a connection may be silent before it is closed.
const READ_TIMEOUT: Duration = Duration::from_secs(5);
/// How long an answer is held for a test that never releases it.
const HELD_AT_MOST: Duration = Duration::from_secs(60);

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
    /// Whether prompts that begin with `HOLD` are answered.
    is_open: AtomicBool,
}

impl ModelServer {
    /// Starts a server on a free port of the loopback interface.
    pub fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port on loopback");
        let address = listener.local_addr().expect("the port that was bound");
        let log = Arc::new(Log::default());
        let shared = Arc::clone(&log);
        let acceptor = std::thread::Builder::new()
            .name("model-server".into())
            .spawn(move || accept(&listener, &shared))
            .expect("starting the model server's thread");
        Self { address, log, acceptor: Some(acceptor) }
    }

    /// Answers prompts that begin with `HOLD` from now on.
    pub fn release(&self) {
        self.log.is_open.store(true, Ordering::Relaxed);
    }

    /// The server's URL without a path.
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The base URL for an agent that uses one of OpenAI's APIs.
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
        // Wakes the acceptor, which then ends.
        let _ = TcpStream::connect(self.address);
        if let Some(acceptor) = self.acceptor.take() {
            let _ = acceptor.join();
        }
    }
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
    let (mut length, mut is_chunked) = (0, false);
    loop {
        let mut header = String::new();
        reader.read_line(&mut header)?;
        let Some((name, value)) = header.split_once(':') else {
            break;
        };
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().map_err(std::io::Error::other)?;
        }
        is_chunked |= name.eq_ignore_ascii_case("transfer-encoding") && value.contains("chunked");
    }
    if is_chunked {
        return Ok(Request { line, body: read_chunks(&mut reader)? });
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    Ok(Request { line, body })
}

fn read_chunks(reader: &mut impl BufRead) -> std::io::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let mut header = String::new();
        reader.read_line(&mut header)?;
        let size = header.split(';').next().unwrap_or_default().trim();
        let size = usize::from_str_radix(size, 16).map_err(std::io::Error::other)?;
        let mut chunk = vec![0; size + 2];
        reader.read_exact(&mut chunk)?;
        if size == 0 {
            return Ok(body);
        }
        body.extend_from_slice(&chunk[..size]);
    }
}

/// Answers one request; every connection carries one, which HTTP allows a server to say.
fn serve(stream: &TcpStream, log: &Log) -> std::io::Result<()> {
    stream.set_read_timeout(Some(READ_TIMEOUT))?;
    let request = read_request(stream)?;
    let mut words = request.line.split_whitespace();
    let method = words.next().unwrap_or_default();
    let path = words.next().unwrap_or_default();
    let path = path.split('?').next().unwrap_or_default();
    let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
    match reply(method, path, &body, log) {
        Some(reply) if reply.starts_with('{') => {
            answer(stream, "200 OK", "application/json", &reply)
        }
        Some(events) => answer(stream, "200 OK", "text/event-stream", &events),
        None => {
            note_oddity(log, request.line.trim().to_owned());
            answer(stream, "404 Not Found", "application/json", "{}")
        }
    }
}

/// The answer to a request; `None` if it is unknown.
fn reply(method: &str, path: &str, body: &Value, log: &Log) -> Option<String> {
    let answer = |turn: turn::Turn| respond(turn, log);
    match (method, path) {
        ("HEAD", _) => Some("{}".to_owned()),
        ("GET", path) if path.ends_with("/models") => {
            let model = json!({ "id": MODEL, "object": "model", "type": "model" });
            Some(json!({ "object": "list", "data": [model], "models": [] }).to_string())
        }
        ("POST", path) if path.ends_with("/responses") => {
            Some(responses::write(&answer(responses::read(body))))
        }
        ("POST", path) if path.ends_with("/chat/completions") => {
            Some(chat::write(&answer(chat::read(body)), body))
        }
        ("POST", path) if path.ends_with("/messages/count_tokens") => {
            Some(json!({ "input_tokens": 10 }).to_string())
        }
        ("POST", path) if path.ends_with("/messages") => {
            Some(messages::write(&answer(messages::read(body)), body))
        }
        ("POST", path) if path.ends_with(":countTokens") => {
            Some(json!({ "totalTokens": 10 }).to_string())
        }
        ("POST", path) if path.ends_with("enerateContent") => {
            Some(gemini::write(&answer(gemini::read(body)), path))
        }
        _ => None,
    }
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

/// Records the prompt if this is a turn of the user's, and decides the answer.
fn respond(turn: turn::Turn, log: &Log) -> turn::Answer {
    let answer = turn.answer();
    let is_held = turn.is_held();
    // The message after a tool call belongs to the same turn.
    if turn.origin == turn::Origin::User && turn.results.is_empty() {
        log.prompts.lock().expect("the log is intact").push(turn.prompt);
    }
    if is_held {
        // Held until the test releases it; the agent shows that it waits.
        let may_answer = [&log.closing, &log.is_open];
        wait::poll(HELD_AT_MOST, || {
            may_answer.iter().any(|it| it.load(Ordering::Relaxed)).then_some(())
        });
    }
    answer
}

fn note_oddity(log: &Log, oddity: String) {
    log.oddities.lock().expect("the log is intact").push(oddity);
}
