//! Asks a server for a file, or for the rest of one.
//!
//! Redirects are followed by hand, so that every hop is checked before it is asked: the collection
//! answers with a redirect to a storage host, and a hop that leaves the permitted prefix
//! (`https://` in production) is refused.

use std::time::Duration;

use ureq::http::{Response, header};
use ureq::{Agent, Body};

use super::ModelError;
use super::catalog::CatalogEntry;

/// A redirect chain longer than this is a loop.
const MOST_REDIRECTS: usize = 5;
/// How long to wait for a connection, for an answer, and between two pieces of it. Raising these
/// makes a dead network take longer to be noticed.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(15);
const ANSWER_TIMEOUT: Duration = Duration::from_secs(30);

/// What to download, and what of it to accept.
#[derive(Debug, Clone)]
pub(super) struct Source {
    pub(super) url: String,
    /// Every address of the redirect chain must begin with this.
    pub(super) permitted_prefix: String,
    pub(super) sha1: String,
    /// More bytes than this are refused.
    pub(super) byte_cap: u64,
}

impl Source {
    /// The published file of `entry`: https to the last hop.
    pub(super) fn of(entry: &CatalogEntry) -> Self {
        Self {
            url: entry.url(),
            permitted_prefix: "https://".to_owned(),
            sha1: entry.sha1.to_owned(),
            byte_cap: entry.byte_cap(),
        }
    }
}

/// Asks for `source` from byte `offset` on, through its redirects.
pub(super) fn request(source: &Source, offset: u64) -> Result<Response<Body>, ModelError> {
    let agent = agent_for(source);
    let mut url = source.url.clone();
    for _ in 0..=MOST_REDIRECTS {
        if !url.starts_with(&source.permitted_prefix) {
            return Err(download_error(
                source,
                format!(
                    "the server redirects to {url}, which does not begin with {}; not followed",
                    source.permitted_prefix
                ),
            ));
        }
        let mut request = agent.get(&url);
        if offset > 0 {
            request = request.header(header::RANGE, format!("bytes={offset}-"));
        }
        let response = request.call().map_err(|error| unreachable_error(&url, &error))?;
        if !response.status().is_redirection() {
            return Ok(response);
        }
        let location = response
            .headers()
            .get(header::LOCATION)
            .and_then(|value| value.to_str().ok())
            .ok_or_else(|| download_error(source, "the server redirects to nowhere".to_owned()))?;
        url = target(&url, location).map_err(|reason| download_error(source, reason))?;
    }
    Err(download_error(source, "the server redirects in a circle".to_owned()))
}

fn agent_for(source: &Source) -> Agent {
    let mut config = Agent::config_builder()
        .https_only(source.permitted_prefix == "https://")
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        // A range is counted in bytes of the file, so it must not come compressed.
        .accept_encoding("identity")
        .timeout_connect(Some(CONNECT_TIMEOUT))
        .timeout_recv_response(Some(ANSWER_TIMEOUT))
        .timeout_per_read(Some(ANSWER_TIMEOUT));
    // No proxy can reach this machine's own loopback, whatever the environment says.
    if origin(&source.url).contains("://127.0.0.1") {
        config = config.proxy(None);
    }
    config.build().into()
}

fn unreachable_error(url: &str, error: &ureq::Error) -> ModelError {
    ModelError::Unreachable { host: origin(url).to_owned(), reason: error.to_string() }
}

/// The server was reached, and something is wrong with what it says.
pub(super) fn download_error(source: &Source, reason: String) -> ModelError {
    ModelError::Download { url: source.url.clone(), reason }
}

/// The address that a `Location` header seen at `current` means.
///
/// Absolute, scheme-relative (`//host/…`) and host-relative (`/…`) references are understood,
/// which is all that file servers send.
fn target(current: &str, location: &str) -> Result<String, String> {
    let (scheme, rest) =
        current.split_once("://").ok_or_else(|| format!("the address {current} has no scheme"))?;
    if location.starts_with("//") {
        return Ok(format!("{scheme}:{location}"));
    }
    if location.starts_with('/') {
        let host = rest.split('/').next().unwrap_or_default();
        return Ok(format!("{scheme}://{host}{location}"));
    }
    // Only now: the query of a relative reference may hold an address.
    if location.contains("://") {
        return Ok(location.to_owned());
    }
    Err(format!("the server redirects to {location:?}, which is no address"))
}

/// Scheme and host of `url`, for messages.
fn origin(url: &str) -> &str {
    let host_start = url.find("://").map_or(0, |colon| colon + 3);
    let host_bytes = url[host_start..].find('/').unwrap_or(url.len() - host_start);
    &url[..host_start + host_bytes]
}

#[cfg(test)]
mod tests;
