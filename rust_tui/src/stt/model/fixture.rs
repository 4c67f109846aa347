//! A very small Whisper model in CTranslate2's format, made of numbers every test can recompute.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

use std::io::Cursor;
use std::path::Path;

use half::f16;

use super::ct2::{Index, read_index};
use super::dimensions::Dimensions;
use super::reader::Reader;

/// The dimensions of the model: two encoder layers, one decoder layer, one head.
pub(super) const DIMENSIONS: Dimensions = Dimensions {
    vocabulary: 51_864,
    audio_context: 1500,
    state: 64,
    heads: 1,
    audio_layers: 2,
    text_context: 448,
    text_layers: 1,
    mel_bands: 80,
};

/// How the fixture stores its weights.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Precision {
    Float32,
    Float16,
    /// Matrices as bytes with a scale per row, the rest as 32-bit floats.
    Int8,
}

/// Element `index` of the variable `name`: a multiple of 1/64 that f16 holds exactly.
pub(super) fn value(name: &str, index: usize) -> f32 {
    let seed: usize = name.bytes().map(usize::from).sum();
    ((seed * 31 + index * 7) % 255) as f32 / 64.0 - 127.0 / 64.0
}

/// Every variable with its shape, in CTranslate2's own (alphabetical) order.
pub(super) fn variables() -> Vec<(String, Vec<usize>)> {
    let state = DIMENSIONS.state;
    let mut all: Vec<(String, Vec<usize>)> = vec![
        ("decoder/embeddings/weight".into(), vec![51_864, state]),
        ("decoder/position_encodings/encodings".into(), vec![DIMENSIONS.text_context, state]),
        ("encoder/position_encodings/encodings".into(), vec![DIMENSIONS.audio_context, state]),
        ("encoder/conv1/weight".into(), vec![state, 80, 3]),
        ("encoder/conv1/bias".into(), vec![state]),
        ("encoder/conv2/weight".into(), vec![state, state, 3]),
        ("encoder/conv2/bias".into(), vec![state]),
    ];
    let norm = |all: &mut Vec<(String, Vec<usize>)>, name: &str| {
        all.push((format!("{name}/gamma"), vec![state]));
        all.push((format!("{name}/beta"), vec![state]));
    };
    let linear = |all: &mut Vec<(String, Vec<usize>)>, name: &str, rows: usize, columns: usize| {
        all.push((format!("{name}/weight"), vec![rows, columns]));
        all.push((format!("{name}/bias"), vec![rows]));
    };
    for layer in ["encoder/layer_0", "encoder/layer_1", "decoder/layer_0"] {
        linear(&mut all, &format!("{layer}/self_attention/linear_0"), 3 * state, state);
        linear(&mut all, &format!("{layer}/self_attention/linear_1"), state, state);
        norm(&mut all, &format!("{layer}/self_attention/layer_norm"));
        linear(&mut all, &format!("{layer}/ffn/linear_0"), 4 * state, state);
        linear(&mut all, &format!("{layer}/ffn/linear_1"), state, 4 * state);
        norm(&mut all, &format!("{layer}/ffn/layer_norm"));
    }
    let cross = "decoder/layer_0/attention";
    linear(&mut all, &format!("{cross}/linear_0"), state, state);
    linear(&mut all, &format!("{cross}/linear_1"), 2 * state, state);
    linear(&mut all, &format!("{cross}/linear_2"), state, state);
    norm(&mut all, &format!("{cross}/layer_norm"));
    norm(&mut all, "encoder/layer_norm");
    norm(&mut all, "decoder/layer_norm");
    all.sort();
    all
}

/// The bytes of `model.bin`.
pub(super) fn model_bin(precision: Precision) -> Vec<u8> {
    let mut variables = variables();
    variables.push(("encoder/num_heads".into(), vec![]));
    let scaled = |shape: &[usize]| precision == Precision::Int8 && shape.len() == 2;
    let is_scaled =
        |(name, shape): &(String, Vec<usize>)| scaled(shape) && name.ends_with("weight");
    let scales = variables.iter().filter(|variable| is_scaled(variable)).count();
    let mut bytes = 6_u32.to_le_bytes().to_vec();
    put_string(&mut bytes, "WhisperSpec");
    bytes.extend(3_u32.to_le_bytes());
    bytes.extend(((variables.len() + scales) as u32).to_le_bytes());
    for variable in &variables {
        let (name, shape) = variable;
        let count: usize = shape.iter().product();
        let values = (0..count).map(|index| value(name, index));
        if shape.is_empty() {
            put_variable(&mut bytes, name, shape, 2, &[1, 0]);
        } else if is_scaled(variable) {
            // A scale of 64 makes every value a whole number of at most 127.
            let data: Vec<u8> = values.map(|value| (value * 64.0) as i8 as u8).collect();
            put_variable(&mut bytes, name, shape, 1, &data);
            let scale: Vec<u8> = (0..shape[0]).flat_map(|_| 64.0_f32.to_le_bytes()).collect();
            put_variable(&mut bytes, &format!("{name}_scale"), &shape[..1], 0, &scale);
        } else if precision == Precision::Float16 {
            let data: Vec<u8> =
                values.flat_map(|value| f16::from_f32(value).to_le_bytes()).collect();
            put_variable(&mut bytes, name, shape, 4, &data);
        } else {
            let data: Vec<u8> = values.flat_map(f32::to_le_bytes).collect();
            put_variable(&mut bytes, name, shape, 0, &data);
        }
    }
    bytes.extend(1_u32.to_le_bytes());
    put_string(&mut bytes, "decoder/projection/weight");
    put_string(&mut bytes, "decoder/embeddings/weight");
    bytes
}

pub(super) fn put_string(bytes: &mut Vec<u8>, text: &str) {
    bytes.extend((text.len() as u16 + 1).to_le_bytes());
    bytes.extend(text.as_bytes());
    bytes.push(0);
}

pub(super) fn put_variable(
    bytes: &mut Vec<u8>,
    name: &str,
    shape: &[usize],
    element: u8,
    data: &[u8],
) {
    put_string(bytes, name);
    bytes.push(shape.len() as u8);
    for extent in shape {
        bytes.extend((*extent as u32).to_le_bytes());
    }
    bytes.push(element);
    bytes.extend((data.len() as u32).to_le_bytes());
    bytes.extend(data);
}

/// Text of token `index`, before it is written in stand-ins.
pub(super) fn token(index: usize) -> String {
    match index {
        220 => " ".to_owned(),
        50_256 => "<|endoftext|>".to_owned(),
        _ => format!("t{index}"),
    }
}

/// A `vocabulary.txt` of the right length; the first token is a space, a newline and an é.
pub(super) fn vocabulary_txt() -> String {
    let mut text = "ĠĊÃ©\n".to_owned();
    for index in 1..DIMENSIONS.vocabulary {
        text.push_str(&token(index).replace(' ', "Ġ"));
        text.push('\n');
    }
    text
}

/// The index of a `model.bin` in memory.
pub(super) fn index_of(model: &[u8]) -> Result<Index, super::reader::FormatError> {
    let length = model.len() as u64;
    read_index(&mut Reader::new(Cursor::new(model), length), length)
}

/// The fixture as a ggml file.
pub(in crate::stt) fn ggml() -> Vec<u8> {
    let model = model_bin(Precision::Float16);
    let index = index_of(&model).unwrap();
    let tokens: Vec<Vec<u8>> = (0..50_257).map(|index| token(index).into_bytes()).collect();
    let mut output = Vec::new();
    super::convert::write_ggml(
        &mut Cursor::new(&model),
        &index,
        &DIMENSIONS,
        &tokens,
        &mut output,
        &mut |_, _| {},
    )
    .unwrap();
    output
}

/// Writes the fixture as a CTranslate2 folder.
pub(super) fn write_folder(folder: &Path, precision: Precision) {
    std::fs::create_dir_all(folder).unwrap();
    std::fs::write(folder.join("model.bin"), model_bin(precision)).unwrap();
    std::fs::write(folder.join("vocabulary.txt"), vocabulary_txt()).unwrap();
}
