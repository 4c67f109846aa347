//! Writes a ggml file from a CTranslate2 `model.bin`, tensor by tensor.
//!
//! Streams: a few rows are in memory at a time, whatever the size of the model. Matrices and
//! convolutions become f16 (an f16 source is copied unchanged), everything else f32. int8 weights
//! are multiplied out with the scale of their row. The same input gives the same bytes.

use std::io::{Read, Seek, SeekFrom, Write};

use half::f16;

use super::ct2::{Index, Variable};
use super::dimensions::{Dimensions, HEAD_WIDTH};
use super::header::MAGIC;
use super::layout::{EMBEDDING, PlannedTensor, Storage, planned_tensors};
use super::mel::{FREQUENCY_BINS, filter_bank};
use super::reader::{FormatError, refuse};
use super::tensors::WeightType;
use super::weights::{ElementType, widen};

/// Weights read at a time. Always whole rows, at least one.
const CHUNK_ELEMENTS: usize = 256 * 1024;

/// Derives the dimensions of the model from the shapes of its variables.
pub(super) fn dimensions_of(index: &Index) -> Result<Dimensions, FormatError> {
    let [vocabulary, state] = shape_of(index, EMBEDDING)?;
    let [_, mel_bands, _] = shape_of(index, "encoder/conv1/weight")?;
    let [audio_context, _] = shape_of(index, "encoder/position_encodings/encodings")?;
    let [text_context, _] = shape_of(index, "decoder/position_encodings/encodings")?;
    let dimensions = Dimensions {
        vocabulary,
        audio_context,
        state,
        heads: state / HEAD_WIDTH,
        audio_layers: index.layers("encoder", 128),
        text_context,
        text_layers: index.layers("decoder", 128),
        mel_bands,
    };
    dimensions.check().map_err(FormatError::new)?;
    Ok(dimensions)
}

fn shape_of<const RANK: usize>(index: &Index, name: &str) -> Result<[usize; RANK], FormatError> {
    let variable = index.require(name)?;
    let shape = variable.shape.as_slice();
    shape.try_into().or_else(|_| {
        refuse(format!("its variable {name} has shape {shape:?} instead of {RANK} dimensions"))
    })
}

/// Writes the whole ggml file. `report` gets the number of tensors written and their total.
pub(super) fn write_ggml<R: Read + Seek, W: Write>(
    model: &mut R,
    index: &Index,
    dimensions: &Dimensions,
    tokens: &[Vec<u8>],
    output: &mut W,
    report: &mut dyn FnMut(usize, usize),
) -> Result<(), FormatError> {
    write_head(dimensions, tokens, output)?;
    let plan = planned_tensors(dimensions);
    for (done, tensor) in plan.iter().enumerate() {
        report(done, plan.len());
        write_tensor(model, index, tensor, output)?;
    }
    report(plan.len(), plan.len());
    Ok(())
}

fn write_head<W: Write>(
    dimensions: &Dimensions,
    tokens: &[Vec<u8>],
    output: &mut W,
) -> Result<(), FormatError> {
    put(output, MAGIC as usize)?;
    for value in [
        dimensions.vocabulary,
        dimensions.audio_context,
        dimensions.state,
        dimensions.heads,
        dimensions.audio_layers,
        dimensions.text_context,
        dimensions.state,
        dimensions.heads,
        dimensions.text_layers,
        dimensions.mel_bands,
        WeightType::F16.tensor_type() as usize,
        dimensions.mel_bands,
        FREQUENCY_BINS,
    ] {
        put(output, value)?;
    }
    for weight in filter_bank(dimensions.mel_bands) {
        output.write_all(&weight.to_le_bytes())?;
    }
    put(output, tokens.len())?;
    for token in tokens {
        put(output, token.len())?;
        output.write_all(token)?;
    }
    Ok(())
}

/// Every number in the format is 32 bits wide; [`Dimensions::check`] keeps ours far below that.
fn put<W: Write>(output: &mut W, value: usize) -> Result<(), FormatError> {
    output.write_all(&(value as u32).to_le_bytes())?;
    Ok(())
}

fn write_tensor<R: Read + Seek, W: Write>(
    model: &mut R,
    index: &Index,
    tensor: &PlannedTensor,
    output: &mut W,
) -> Result<(), FormatError> {
    let variable = index.require(&tensor.source)?;
    let rows = tensor.shape.first().copied().unwrap_or_default();
    check_shape(tensor, variable, rows)?;
    let scales = row_scales(model, index, tensor, variable, rows)?;

    let stored = WeightType::F16.of_storage(tensor.storage);
    put(output, tensor.shape.len())?;
    put(output, tensor.name.len())?;
    put(output, stored.tensor_type() as usize)?;
    for extent in tensor.shape.iter().rev() {
        put(output, *extent)?;
    }
    output.write_all(tensor.name.as_bytes())?;

    let row_elements: usize = tensor.shape.iter().skip(1).product();
    let element_bytes = variable.element.bytes();
    let first = tensor.part.index * rows * row_elements * element_bytes;
    model.seek(SeekFrom::Start(variable.offset + first as u64))?;
    let rows_at_a_time = (CHUNK_ELEMENTS / row_elements.max(1)).clamp(1, rows.max(1));
    let mut bytes = Vec::new();
    let mut values = Vec::new();
    let mut row = 0;
    while row < rows {
        let count = rows_at_a_time.min(rows - row);
        bytes.resize(count * row_elements * element_bytes, 0);
        model.read_exact(&mut bytes)?;
        if stored == WeightType::F16 && variable.element == ElementType::Float16 {
            output.write_all(&bytes)?;
        } else {
            values.clear();
            widen(variable.element, &bytes, &mut values);
            if let Some(scales) = scales.get(row..row + count) {
                for (row_values, scale) in values.chunks_mut(row_elements.max(1)).zip(scales) {
                    row_values.iter_mut().for_each(|value| *value /= scale);
                }
            }
            write_values(stored, &values, output)?;
        }
        row += count;
    }
    Ok(())
}

fn write_values<W: Write>(
    stored: WeightType,
    values: &[f32],
    output: &mut W,
) -> Result<(), FormatError> {
    let bytes: Vec<u8> = if stored == WeightType::F16 {
        values.iter().flat_map(|value| f16::from_f32(*value).to_le_bytes()).collect()
    } else {
        values.iter().flat_map(|value| value.to_le_bytes()).collect()
    };
    output.write_all(&bytes)?;
    Ok(())
}

/// The source must hold exactly the parts it is divided into, row for row.
fn check_shape(
    tensor: &PlannedTensor,
    variable: &Variable,
    rows: usize,
) -> Result<(), FormatError> {
    let mut expected = tensor.shape.clone();
    // ggml keeps the biases of the convolutions as columns, CTranslate2 as plain vectors.
    if expected.len() == 2 && expected.last() == Some(&1) {
        expected.pop();
    }
    if let Some(first) = expected.first_mut() {
        *first = rows * tensor.part.of;
    }
    if variable.shape == expected {
        return Ok(());
    }
    refuse(format!(
        "its variable {} has shape {:?} instead of {expected:?}; this kind of Whisper model is unknown",
        tensor.source, variable.shape
    ))
}

/// One factor per row for a quantised source, nothing for the others. CTranslate2 divides by it.
fn row_scales<R: Read + Seek>(
    model: &mut R,
    index: &Index,
    tensor: &PlannedTensor,
    variable: &Variable,
    rows: usize,
) -> Result<Vec<f32>, FormatError> {
    match variable.element {
        ElementType::Float32 | ElementType::Float16 | ElementType::Bfloat16 => return Ok(vec![]),
        ElementType::Int8 if tensor.storage == Storage::Weight => {}
        ElementType::Int8 | ElementType::Int16 | ElementType::Int32 => {
            return refuse(format!(
                "its variable {} is quantised in a way parlo cannot undo; import the float16 conversion of the same model",
                tensor.source
            ));
        }
    }
    let name = format!("{}_scale", tensor.source);
    let scale = index.require(&name)?;
    if scale.element != ElementType::Float32 || scale.shape != [rows * tensor.part.of] {
        return refuse(format!("its variable {name} is not one 32-bit float per row"));
    }
    let mut bytes = vec![0; rows * size_of::<f32>()];
    let first = tensor.part.index * bytes.len();
    model.seek(SeekFrom::Start(scale.offset + first as u64))?;
    model.read_exact(&mut bytes)?;
    let mut scales = Vec::new();
    widen(ElementType::Float32, &bytes, &mut scales);
    if scales.iter().any(|factor| !factor.is_normal()) {
        return refuse(format!(
            "its variable {name} has a zero or infinite factor; the file is damaged"
        ));
    }
    Ok(scales)
}

#[cfg(test)]
mod tests;
