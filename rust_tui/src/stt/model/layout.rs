//! Every tensor a ggml Whisper file holds, and where a CTranslate2 model keeps it.
//!
//! One table, [`planned_tensors`], serves both directions: the walk over a ggml file checks
//! against it that nothing is missing, and the importer writes the tensors in its order, taking
//! each from the CTranslate2 variable it names. Names and shapes are those of whisper.cpp's
//! `whisper_model_load`. Pure; no I/O.

use super::dimensions::Dimensions;

/// How a tensor is stored in a ggml file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Storage {
    /// Always 32-bit floats: biases, norms, positions.
    Float32,
    /// The convolutions: 16-bit floats even in a quantised file.
    Convolution,
    /// A matrix in the file's own weight type.
    Weight,
}

/// One tensor of a ggml file, and where a CTranslate2 model keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PlannedTensor {
    /// whisper.cpp's name.
    pub(super) name: String,
    /// Outermost dimension first, as in PyTorch; the file has them the other way round.
    pub(super) shape: Vec<usize>,
    pub(super) storage: Storage,
    /// The CTranslate2 variable.
    pub(super) source: String,
    /// CTranslate2 joins query, key and value into one variable; this is the tensor's place.
    pub(super) part: Part,
}

/// Which of `of` equal stretches of the source's rows a tensor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) index: usize,
    pub(super) of: usize,
}

const WHOLE: Part = Part { index: 0, of: 1 };

/// Every tensor of a model of these dimensions, in the order in which the importer writes them.
/// A reader must accept any order.
pub(super) fn planned_tensors(dimensions: &Dimensions) -> Vec<PlannedTensor> {
    let mut plan = Plan { state: dimensions.state, tensors: Vec::new() };
    plan.positions("encoder", dimensions.audio_context);
    plan.convolution("conv1", dimensions.mel_bands);
    plan.convolution("conv2", dimensions.state);
    for layer in 0..dimensions.audio_layers {
        let block = format!("encoder.blocks.{layer}");
        let source = format!("encoder/layer_{layer}");
        plan.self_attention(&block, &source);
        plan.feed_forward(&block, &source);
    }
    plan.norm("encoder.ln_post", "encoder/layer_norm");
    plan.positions("decoder", dimensions.text_context);
    let shape = [dimensions.vocabulary, dimensions.state];
    plan.push("decoder.token_embedding.weight", shape, Storage::Weight, EMBEDDING, WHOLE);
    for layer in 0..dimensions.text_layers {
        let block = format!("decoder.blocks.{layer}");
        let source = format!("decoder/layer_{layer}");
        plan.self_attention(&block, &source);
        plan.cross_attention(&block, &source);
        plan.feed_forward(&block, &source);
    }
    plan.norm("decoder.ln", "decoder/layer_norm");
    plan.tensors
}

/// The CTranslate2 variable whose shape is vocabulary size and width.
pub(super) const EMBEDDING: &str = "decoder/embeddings/weight";

struct Plan {
    state: usize,
    tensors: Vec<PlannedTensor>,
}

impl Plan {
    fn push<const RANK: usize>(
        &mut self,
        name: &str,
        shape: [usize; RANK],
        storage: Storage,
        source: &str,
        part: Part,
    ) {
        let (name, source, shape) = (name.to_owned(), source.to_owned(), shape.to_vec());
        self.tensors.push(PlannedTensor { name, shape, storage, source, part });
    }

    fn positions(&mut self, side: &str, count: usize) {
        let (name, shape) = (format!("{side}.positional_embedding"), [count, self.state]);
        let source = format!("{side}/position_encodings/encodings");
        self.push(&name, shape, Storage::Float32, &source, WHOLE);
    }

    fn convolution(&mut self, name: &str, channels: usize) {
        let (ours, theirs) = (format!("encoder.{name}"), format!("encoder/{name}"));
        let (shape, source) = ([self.state, channels, 3], format!("{theirs}/weight"));
        self.push(&format!("{ours}.weight"), shape, Storage::Convolution, &source, WHOLE);
        let (shape, source) = ([self.state, 1], format!("{theirs}/bias"));
        self.push(&format!("{ours}.bias"), shape, Storage::Float32, &source, WHOLE);
    }

    fn norm(&mut self, name: &str, source: &str) {
        for (ours, theirs) in [("weight", "gamma"), ("bias", "beta")] {
            let source = format!("{source}/{theirs}");
            self.push(&format!("{name}.{ours}"), [self.state], Storage::Float32, &source, WHOLE);
        }
    }

    fn weight(&mut self, name: &str, rows: usize, columns: usize, source: &str, part: Part) {
        let source = format!("{source}/weight");
        self.push(&format!("{name}.weight"), [rows, columns], Storage::Weight, &source, part);
    }

    fn bias(&mut self, name: &str, rows: usize, source: &str, part: Part) {
        let source = format!("{source}/bias");
        self.push(&format!("{name}.bias"), [rows], Storage::Float32, &source, part);
    }

    /// A square projection; the key has no bias in Whisper.
    fn projection(&mut self, name: &str, source: &str, part: Part) {
        self.weight(name, self.state, self.state, source, part);
        if !name.ends_with(".key") {
            self.bias(name, self.state, source, part);
        }
    }

    fn self_attention(&mut self, block: &str, source: &str) {
        let attention = format!("{source}/self_attention");
        let joined = format!("{attention}/linear_0");
        for (index, name) in ["query", "key", "value"].into_iter().enumerate() {
            self.projection(&format!("{block}.attn.{name}"), &joined, Part { index, of: 3 });
        }
        self.projection(&format!("{block}.attn.out"), &format!("{attention}/linear_1"), WHOLE);
        self.norm(&format!("{block}.attn_ln"), &format!("{attention}/layer_norm"));
    }

    fn cross_attention(&mut self, block: &str, source: &str) {
        let (block, source) = (format!("{block}.cross_attn"), format!("{source}/attention"));
        let joined = format!("{source}/linear_1");
        self.projection(&format!("{block}.query"), &format!("{source}/linear_0"), WHOLE);
        for (index, name) in ["key", "value"].into_iter().enumerate() {
            self.projection(&format!("{block}.{name}"), &joined, Part { index, of: 2 });
        }
        self.projection(&format!("{block}.out"), &format!("{source}/linear_2"), WHOLE);
        self.norm(&format!("{block}_ln"), &format!("{source}/layer_norm"));
    }

    fn feed_forward(&mut self, block: &str, source: &str) {
        let wide = 4 * self.state;
        let layers =
            [("mlp.0", "linear_0", wide, self.state), ("mlp.2", "linear_1", self.state, wide)];
        for (name, theirs, rows, columns) in layers {
            let source = format!("{source}/ffn/{theirs}");
            self.weight(&format!("{block}.{name}"), rows, columns, &source, WHOLE);
            self.bias(&format!("{block}.{name}"), rows, &source, WHOLE);
        }
        self.norm(&format!("{block}.mlp_ln"), &format!("{source}/ffn/layer_norm"));
    }
}
