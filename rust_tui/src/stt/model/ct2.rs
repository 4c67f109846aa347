//! The index of a CTranslate2 `model.bin`: which variables it has, of which type and shape, where.
//!
//! The format is CTranslate2's `serialize` (binary versions 4 to 6): version, spec name, revision,
//! variables, aliases; strings carry a 16-bit length that counts their final NUL. The index is
//! read in one pass that seeks over the data, so memory does not depend on the model. No length is
//! believed before the file is known to be that long.

use std::collections::HashMap;
use std::io::{BufRead, Seek};

use super::reader::{FormatError, Reader, refuse};
use super::weights::ElementType;

/// A `model.bin` has a few hundred variables; large-v3 has 1,300.
const MOST_VARIABLES: u32 = 20_000;
/// Whisper's longest variable name has 50 bytes.
const LONGEST_NAME_BYTES: usize = 512;

/// Where one variable lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Variable {
    pub(super) element: ElementType,
    /// Outermost first; empty for a single number.
    pub(super) shape: Vec<usize>,
    /// Offset of the first element in the file.
    pub(super) offset: u64,
}

/// All variables by name, aliases resolved.
#[derive(Debug)]
pub(super) struct Index {
    variables: HashMap<String, Variable>,
}

impl Index {
    /// The variable of that name, which every Whisper model has.
    pub(super) fn require(&self, name: &str) -> Result<&Variable, FormatError> {
        let absent = || format!("its model.bin has no variable {name}; it is no Whisper model");
        self.variables.get(name).ok_or_else(|| FormatError::new(absent()))
    }

    /// Number of consecutive layers of `"encoder"` or `"decoder"`, counted up to `most` + 1.
    pub(super) fn layers(&self, side: &str, most: usize) -> usize {
        (0..=most)
            .map(|layer| format!("{side}/layer_{layer}/self_attention/linear_0/weight"))
            .take_while(|name| self.variables.contains_key(name))
            .count()
    }
}

/// Reads the index from `reader`, which stands at the start of a file of `length` bytes.
pub(super) fn read_index<R: BufRead + Seek>(
    reader: &mut Reader<R>,
    length: u64,
) -> Result<Index, FormatError> {
    let version = reader.u32("its version")?;
    if !(4..=6).contains(&version) {
        return refuse(format!(
            "its model.bin has format version {version}; parlo reads CTranslate2 versions 4 to 6"
        ));
    }
    let spec = string(reader, "its spec name")?;
    if spec != "WhisperSpec" {
        return refuse(format!("its model.bin holds a {spec:?}, not Whisper"));
    }
    reader.u32("its revision")?;
    let count = reader.u32("its variable count")?;
    if count > MOST_VARIABLES {
        return refuse(format!("its model.bin claims {count} variables; it is damaged"));
    }
    let mut variables = HashMap::new();
    for _ in 0..count {
        let name = string(reader, "a variable's name")?;
        let variable = variable(reader, length, &name)?;
        variables.insert(name, variable);
    }
    let aliases = reader.u32("its alias count")?;
    if aliases > MOST_VARIABLES {
        return refuse(format!("its model.bin claims {aliases} aliases; it is damaged"));
    }
    for _ in 0..aliases {
        let alias = string(reader, "an alias")?;
        let name = string(reader, "an alias")?;
        if let Some(variable) = variables.get(&name).cloned() {
            variables.entry(alias).or_insert(variable);
        }
    }
    Ok(Index { variables })
}

fn variable<R: BufRead + Seek>(
    reader: &mut Reader<R>,
    length: u64,
    name: &str,
) -> Result<Variable, FormatError> {
    let rank = usize::from(reader.u8(name)?);
    if rank > 4 {
        return refuse(format!("its variable {name} claims {rank} dimensions; it is damaged"));
    }
    let mut shape = Vec::with_capacity(rank);
    for _ in 0..rank {
        shape.push(reader.u32(name)? as usize);
    }
    let element = match reader.u8(name)? {
        0 => ElementType::Float32,
        1 => ElementType::Int8,
        2 => ElementType::Int16,
        3 => ElementType::Int32,
        4 => ElementType::Float16,
        5 => ElementType::Bfloat16,
        other => {
            return refuse(format!("its variable {name} has the unknown element type {other}"));
        }
    };
    let bytes = reader.u32(name)?;
    let expected =
        shape.iter().try_fold(element.bytes(), |product, extent| product.checked_mul(*extent));
    if expected != usize::try_from(bytes).ok() {
        return refuse(format!(
            "its variable {name} of shape {shape:?} claims {bytes} bytes; it is damaged"
        ));
    }
    let offset = length - reader.remaining();
    reader.skip(u64::from(bytes), name)?;
    Ok(Variable { element, shape, offset })
}

fn string<R: BufRead + Seek>(reader: &mut Reader<R>, what: &str) -> Result<String, FormatError> {
    let length = usize::from(reader.u16(what)?);
    if length > LONGEST_NAME_BYTES {
        return refuse(format!("{what} claims {length} bytes; its model.bin is damaged"));
    }
    let bytes = reader.bytes(length, what)?;
    let Some((0, text)) = bytes.split_last() else {
        return refuse(format!("{what} has no end; its model.bin is damaged"));
    };
    String::from_utf8(text.to_vec())
        .or_else(|_| refuse(format!("{what} is not text; its model.bin is damaged")))
}

#[cfg(test)]
mod tests;
