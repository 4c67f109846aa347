//! The weights of the network, read from the ggml file that whisper.cpp's own detector loads.
//!
//! Layout: magic, a name, version, window and context, the shapes of the layers, then the tensors,
//! each with its shape, its type and its name before its values; everything little-endian.

use std::collections::HashMap;

use half::f16;

/// "ggml" as a number.
const MAGIC: i32 = 0x6767_6d6c;
const F32: i32 = 0;
const F16: i32 = 1;

/// The tensors of a file by name, every value widened to f32.
pub(super) struct Tensors {
    by_name: HashMap<String, Vec<f32>>,
}

impl Tensors {
    /// Reads the file; `None` if it is cut short or not of this kind.
    pub(super) fn read(file: &[u8]) -> Option<Self> {
        let mut reader = Reader { rest: file };
        if reader.number()? != MAGIC {
            return None;
        }
        let name = reader.length()?;
        reader.bytes(name)?;
        // Version (three numbers), window, context.
        reader.bytes(5 * 4)?;
        let layers = reader.length()?;
        // Three numbers for each layer, then four for the recurrent and the last layer.
        reader.bytes(layers.checked_mul(12)?.checked_add(16)?)?;
        let mut by_name = HashMap::new();
        while !reader.rest.is_empty() {
            let (name, values) = reader.tensor()?;
            by_name.insert(name, values);
        }
        Some(Self { by_name })
    }

    /// Takes out the tensor of that name; `None` if it is not there or has not so many values.
    pub(super) fn take(&mut self, name: &str, count: usize) -> Option<Vec<f32>> {
        let values = self.by_name.remove(&format!("_model.{name}"))?;
        (values.len() == count).then_some(values)
    }
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn bytes(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(taken)
    }

    fn number(&mut self) -> Option<i32> {
        Some(i32::from_le_bytes(self.bytes(4)?.try_into().ok()?))
    }

    fn length(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok()
    }

    fn tensor(&mut self) -> Option<(String, Vec<f32>)> {
        let dimensions = self.length()?;
        let name_length = self.length()?;
        let kind = self.number()?;
        let mut count = 1_usize;
        for _ in 0..dimensions {
            count = count.checked_mul(self.length()?)?;
        }
        let name = String::from_utf8(self.bytes(name_length)?.to_vec()).ok()?;
        let values = match kind {
            F32 => {
                let bytes = self.bytes(count.checked_mul(4)?)?;
                bytes.as_chunks().0.iter().map(|b| f32::from_le_bytes(*b)).collect()
            }
            F16 => {
                let bytes = self.bytes(count.checked_mul(2)?)?;
                bytes.as_chunks().0.iter().map(|b| f16::from_le_bytes(*b).to_f32()).collect()
            }
            _ => return None,
        };
        Some((name, values))
    }
}
