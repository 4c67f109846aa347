//! A scripted HTTP server on loopback: one canned answer per connection.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

/// A server that is gone once its script is played.
pub(crate) struct Server {
    pub(crate) origin: String,
    requests: Receiver<String>,
}

impl Server {
    /// Answers the connections, in turn, with what `script` makes of the server's origin.
    pub(crate) fn start(script: impl FnOnce(&str) -> Vec<Vec<u8>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let answers = script(&origin);
        let (sender, requests) = mpsc::channel();
        thread::spawn(move || {
            for answer in answers {
                let (mut connection, _) = listener.accept().unwrap();
                let lines = BufReader::new(&connection).lines().map_while(Result::ok);
                let request: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
                sender.send(request.join("\n")).unwrap();
                // A client that has seen enough hangs up in the middle; that is its right.
                drop(connection.write_all(&answer));
            }
        });
        Self { origin, requests }
    }

    /// The next request as text, header names in lower case.
    pub(crate) fn request(&self) -> String {
        self.requests.recv_timeout(Duration::from_secs(10)).unwrap().to_lowercase()
    }
}

/// An answer with a length that may be more than its body.
pub(crate) fn answer(status: &str, headers: &str, length: usize, body: &[u8]) -> Vec<u8> {
    let mut bytes = format!(
        "HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n{headers}\r\n"
    )
    .into_bytes();
    bytes.extend(body);
    bytes
}
