//! The bytes the importer writes, against a second, independent reading of both formats.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

use std::collections::HashMap;
use std::io::Cursor;

use half::f16;

use super::super::fixture::{self, DIMENSIONS, Precision};
use super::super::reader::FormatError;
use super::{dimensions_of, write_ggml};

/// One tensor as a plain reader of the ggml format sees it.
struct Tensor {
    name: String,
    /// Innermost first, as in the file.
    extents: Vec<u32>,
    element_type: u32,
    values: Vec<f32>,
}

struct Bytes<'file>(&'file [u8]);

impl<'file> Bytes<'file> {
    fn take(&mut self, count: usize) -> &'file [u8] {
        let (head, tail) = self.0.split_at(count);
        self.0 = tail;
        head
    }

    fn number(&mut self) -> u32 {
        u32::from_le_bytes(self.take(4).try_into().unwrap())
    }
}

fn convert(model: &[u8]) -> Result<Vec<u8>, FormatError> {
    let index = fixture::index_of(model)?;
    let dimensions = dimensions_of(&index)?;
    let tokens = vec![b" \n\xc3\xa9".to_vec(), Vec::new(), b"t2".to_vec()];
    let mut output = Vec::new();
    write_ggml(&mut Cursor::new(model), &index, &dimensions, &tokens, &mut output, &mut |_, _| {})?;
    Ok(output)
}

fn read_tensors(mut file: Bytes) -> Vec<Tensor> {
    let mut tensors = Vec::new();
    while !file.0.is_empty() {
        let (rank, name_bytes, element_type) = (file.number(), file.number(), file.number());
        let extents: Vec<u32> = (0..rank).map(|_| file.number()).collect();
        let name = String::from_utf8(file.take(name_bytes as usize).to_vec()).unwrap();
        let count = extents.iter().product::<u32>() as usize;
        let values = if element_type == 0 {
            let bytes = file.take(4 * count).chunks_exact(4);
            bytes.map(|b| f32::from_le_bytes(b.try_into().unwrap())).collect()
        } else {
            let bytes = file.take(2 * count).chunks_exact(2);
            bytes.map(|b| f16::from_le_bytes(b.try_into().unwrap()).to_f32()).collect()
        };
        tensors.push(Tensor { name, extents, element_type, values });
    }
    tensors
}

/// The CTranslate2 variable behind a ggml name, and the first row of it.
fn origin(name: &str) -> (String, usize) {
    let state = DIMENSIONS.state;
    let fixed = HashMap::from([
        ("encoder.positional_embedding", "encoder/position_encodings/encodings"),
        ("decoder.positional_embedding", "decoder/position_encodings/encodings"),
        ("decoder.token_embedding.weight", "decoder/embeddings/weight"),
        ("encoder.ln_post.weight", "encoder/layer_norm/gamma"),
        ("encoder.ln_post.bias", "encoder/layer_norm/beta"),
        ("decoder.ln.weight", "decoder/layer_norm/gamma"),
        ("decoder.ln.bias", "decoder/layer_norm/beta"),
    ]);
    if let Some(source) = fixed.get(name) {
        return ((*source).to_owned(), 0);
    }
    if name.contains("conv") {
        return (name.replace('.', "/"), 0);
    }
    let words: Vec<&str> = name.split('.').collect();
    let (side, layer, rest, kind) =
        (words[0], words[2], words[3..words.len() - 1].join("."), words[words.len() - 1]);
    let norm_kind = if kind == "weight" { "gamma" } else { "beta" };
    let (source, row) = match rest.as_str() {
        "attn.query" => (format!("self_attention/linear_0/{kind}"), 0),
        "attn.key" => (format!("self_attention/linear_0/{kind}"), state),
        "attn.value" => (format!("self_attention/linear_0/{kind}"), 2 * state),
        "attn.out" => (format!("self_attention/linear_1/{kind}"), 0),
        "cross_attn.query" => (format!("attention/linear_0/{kind}"), 0),
        "cross_attn.key" => (format!("attention/linear_1/{kind}"), 0),
        "cross_attn.value" => (format!("attention/linear_1/{kind}"), state),
        "cross_attn.out" => (format!("attention/linear_2/{kind}"), 0),
        "mlp.0" => (format!("ffn/linear_0/{kind}"), 0),
        "mlp.2" => (format!("ffn/linear_1/{kind}"), 0),
        "attn_ln" => (format!("self_attention/layer_norm/{norm_kind}"), 0),
        "cross_attn_ln" => (format!("attention/layer_norm/{norm_kind}"), 0),
        "mlp_ln" => (format!("ffn/layer_norm/{norm_kind}"), 0),
        other => panic!("the test does not know {other}"),
    };
    (format!("{side}/layer_{layer}/{source}"), row)
}

#[test]
fn every_tensor_holds_the_numbers_of_its_variable_in_every_precision() {
    for precision in [Precision::Float16, Precision::Float32, Precision::Int8] {
        let output = convert(&fixture::model_bin(precision)).unwrap();
        let mut file = Bytes(&output);
        let head: Vec<u32> = (0..14).map(|_| file.number()).collect();
        let expected = [0x6767_6d6c, 51_864, 1500, 64, 1, 2, 448, 64, 1, 1, 80, 1, 80, 201];
        assert_eq!(head, expected);
        file.take(80 * 201 * 4);
        assert_eq!(file.number(), 3);
        assert_eq!(file.take(8), b"\x04\0\0\0 \n\xc3\xa9");
        assert_eq!(file.take(4), b"\0\0\0\0");
        assert_eq!(file.take(6), b"\x02\0\0\0t2");

        let tensors = read_tensors(file);
        // whisper.cpp: 5 + 2 and 15 per encoder layer, 2 + 2 and 24 per decoder layer.
        assert_eq!(tensors.len(), 7 + 2 * 15 + 4 + 24);
        let shapes: HashMap<String, Vec<usize>> = fixture::variables().into_iter().collect();
        for tensor in &tensors {
            let (source, first_row) = origin(&tensor.name);
            let row_elements: usize = shapes[&source].iter().skip(1).product();
            let first = first_row * row_elements;
            for (index, value) in tensor.values.iter().enumerate() {
                let expected = fixture::value(&source, first + index);
                assert_eq!(*value, expected, "{} element {index} as {precision:?}", tensor.name);
            }
            let is_matrix = tensor.name.ends_with("weight") && tensor.extents.len() > 1;
            assert_eq!(tensor.element_type, u32::from(is_matrix), "{}", tensor.name);
            let mut extents: Vec<u32> = shapes[&source].iter().rev().map(|e| *e as u32).collect();
            if tensor.name.contains("conv") && tensor.name.ends_with("bias") {
                extents.insert(0, 1);
            } else if source.contains("linear") {
                *extents.last_mut().unwrap() = (tensor.values.len() / row_elements) as u32;
            }
            assert_eq!(tensor.extents, extents, "{}", tensor.name);
        }
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let model = fixture::model_bin(Precision::Int8);
    assert_eq!(convert(&model).unwrap(), convert(&model).unwrap());
}

#[test]
fn a_model_cut_anywhere_is_refused_without_a_panic() {
    let model = fixture::model_bin(Precision::Float16);
    for length in (0..2000).chain([model.len() / 2, model.len() - 60]) {
        assert!(convert(&model[..length]).is_err(), "{length} bytes were accepted");
    }
}

#[test]
fn flipped_bytes_in_the_index_never_panic() {
    let mut model = fixture::model_bin(Precision::Float16);
    let untouched = fixture::index_of(&model).unwrap();
    let expected = dimensions_of(&untouched).unwrap();
    for position in (0..300).chain(model.len() - 400..model.len()) {
        for flip in [0xff_u8, 0x80, 1] {
            model[position] ^= flip;
            // A flip either is noticed or hits what does not matter: another shape never results.
            if let Ok(found) = fixture::index_of(&model).and_then(|index| dimensions_of(&index)) {
                assert_eq!(found, expected, "byte {position} ^ {flip:#x}");
            }
            model[position] ^= flip;
        }
    }
}

#[test]
fn quantised_weights_without_their_scales_are_refused() {
    let mut model = fixture::model_bin(Precision::Int8);
    let name = b"encoder/layer_0/ffn/linear_0/weight_scale\0";
    let at = model.windows(name.len()).position(|window| window == name).unwrap();
    model[at] = b'x';
    match convert(&model) {
        Err(FormatError::Reason(reason)) => assert!(reason.contains("weight_scale"), "{reason}"),
        other => panic!("{other:?}"),
    }
}
