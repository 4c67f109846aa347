//! The forward pass of Silero VAD v6 at 16 kHz: spectrum, four convolutions, a recurrent layer.
//!
//! The same arithmetic as whisper.cpp's `whisper_vad_*`, which begins again with every call and so
//! cannot follow a stream. And as Silero's own wrapper does, each chunk has the last samples of the
//! one before in front of it, where whisper.cpp mirrors the chunk's own.

use super::weights::Tensors;

/// Samples in a chunk: 32 ms.
pub(super) const CHUNK: usize = 512;
/// Samples of the chunk before that are put in front.
const CONTEXT: usize = 64;
/// Samples mirrored at the end.
const MIRRORED: usize = 64;
/// Samples that go into the network at once.
pub(super) const INPUT: usize = CONTEXT + CHUNK + MIRRORED;
/// Samples of a frame of the spectrum, and from one frame to the next.
const WINDOW: usize = 256;
const HOP: usize = 128;
const FRAMES: usize = (INPUT - WINDOW) / HOP + 1;
const BINS: usize = WINDOW / 2 + 1;
const HIDDEN: usize = 128;
const GATES: usize = 4 * HIDDEN;

/// Input channels, output channels and stride of the convolutions, each three frames wide.
const LAYERS: [(usize, usize, usize); 4] =
    [(BINS, 128, 1), (128, 64, 2), (64, 64, 2), (64, HIDDEN, 1)];

/// The weights.
pub(super) struct Network {
    /// Cosines, then sines, windowed.
    basis: Vec<f32>,
    convolutions: Vec<Convolution>,
    /// Four gates, in the order input, forget, cell, output.
    from_input: Vec<f32>,
    from_hidden: Vec<f32>,
    gate_bias: Vec<f32>,
    head: Vec<f32>,
    head_bias: f32,
}

/// What the network remembers of a stream.
pub(super) struct Memory {
    hidden: [f32; HIDDEN],
    cell: [f32; HIDDEN],
    context: [f32; CONTEXT],
}

impl Memory {
    /// The start of a stream.
    pub(super) fn new() -> Self {
        Self { hidden: [0.0; HIDDEN], cell: [0.0; HIDDEN], context: [0.0; CONTEXT] }
    }
}

impl Network {
    /// Reads the ggml file; `None` if it is not of this kind.
    pub(super) fn read(file: &[u8]) -> Option<Self> {
        let mut tensors = Tensors::read(file)?;
        let mut convolutions = Vec::new();
        for (number, (inputs, outputs, stride)) in LAYERS.into_iter().enumerate() {
            let name = format!("encoder.{number}.reparam_conv");
            let stored = tensors.take(&format!("{name}.weight"), outputs * inputs * 3)?;
            let bias = tensors.take(&format!("{name}.bias"), outputs)?;
            let weights = offsets_first(&stored, inputs);
            convolutions.push(Convolution { weights, bias, inputs, stride });
        }
        let mut gate_bias = tensors.take("decoder.rnn.bias_ih", GATES)?;
        let more = tensors.take("decoder.rnn.bias_hh", GATES)?;
        gate_bias.iter_mut().zip(&more).for_each(|(bias, more)| *bias += more);
        Some(Self {
            basis: tensors.take("stft.forward_basis_buffer", 2 * BINS * WINDOW)?,
            convolutions,
            from_input: tensors.take("decoder.rnn.weight_ih", GATES * HIDDEN)?,
            from_hidden: tensors.take("decoder.rnn.weight_hh", GATES * HIDDEN)?,
            gate_bias,
            head: tensors.take("decoder.decoder.2.weight", HIDDEN)?,
            head_bias: *tensors.take("decoder.decoder.2.bias", 1)?.first()?,
        })
    }

    /// The probability (0..=1) that the next [`CHUNK`] samples of the stream hold a voice.
    pub(super) fn next(&self, memory: &mut Memory, chunk: &[f32; CHUNK]) -> f32 {
        let mut input = [0.0; INPUT];
        input[..CONTEXT].copy_from_slice(&memory.context);
        input[CONTEXT..CONTEXT + CHUNK].copy_from_slice(chunk);
        // The last sample is the mirror and not repeated.
        let mirrored = chunk.iter().rev().skip(1);
        input[CONTEXT + CHUNK..].iter_mut().zip(mirrored).for_each(|(to, from)| *to = *from);
        memory.context.copy_from_slice(&chunk[CHUNK - CONTEXT..]);
        self.run(memory, &input)
    }

    /// The probability for a chunk with what lies around it.
    pub(super) fn run(&self, memory: &mut Memory, input: &[f32; INPUT]) -> f32 {
        let mut frames = self.spectrum(input);
        for convolution in &self.convolutions {
            frames = convolution.run(&frames);
        }
        // Two strides of two leave one frame of four.
        self.remember(memory, &frames[0]);
        let positive = memory.hidden.map(|hidden| hidden.max(0.0));
        sigmoid(dot(&self.head, &positive) + self.head_bias)
    }

    /// Magnitudes, a row of bins for each frame.
    fn spectrum(&self, input: &[f32; INPUT]) -> Vec<Vec<f32>> {
        let (cosines, sines) = self.basis.split_at(BINS * WINDOW);
        let magnitudes = |window: &[f32]| {
            let bins = cosines.chunks_exact(WINDOW).zip(sines.chunks_exact(WINDOW));
            bins.map(|(cosine, sine)| dot(cosine, window).hypot(dot(sine, window))).collect()
        };
        (0..FRAMES).map(|frame| magnitudes(&input[frame * HOP..][..WINDOW])).collect()
    }

    /// The recurrent layer, a long short-term memory.
    fn remember(&self, memory: &mut Memory, features: &[f32]) {
        let rows = self.from_input.chunks_exact(HIDDEN).zip(self.from_hidden.chunks_exact(HIDDEN));
        let gates: Vec<f32> = rows
            .zip(&self.gate_bias)
            .map(|((input, hidden), bias)| {
                dot(input, features) + dot(hidden, &memory.hidden) + bias
            })
            .collect();
        for at in 0..HIDDEN {
            let [input, forget, cell, output] = [0, 1, 2, 3].map(|gate| gates[gate * HIDDEN + at]);
            let kept = sigmoid(forget) * memory.cell[at];
            memory.cell[at] = kept + sigmoid(input) * cell.tanh();
            memory.hidden[at] = sigmoid(output) * memory.cell[at].tanh();
        }
    }
}

struct Convolution {
    /// By output channel, then by offset, then by input channel.
    weights: Vec<f32>,
    bias: Vec<f32>,
    inputs: usize,
    stride: usize,
}

impl Convolution {
    /// Frames in, frames out, each a row of channels; what is negative becomes zero.
    fn run(&self, frames: &[Vec<f32>]) -> Vec<Vec<f32>> {
        let output = |at: usize, channel: usize| {
            let weights = &self.weights[channel * 3 * self.inputs..][..3 * self.inputs];
            let sum: f32 = weights
                .chunks_exact(self.inputs)
                .enumerate()
                .map(|(offset, weights)| {
                    // A frame of zeros lies before the first and behind the last.
                    let frame = (at + offset).checked_sub(1).and_then(|at| frames.get(at));
                    frame.map_or(0.0, |frame| dot(weights, frame))
                })
                .sum();
            (sum + self.bias[channel]).max(0.0)
        };
        let starts = (0..frames.len()).step_by(self.stride);
        starts.map(|at| (0..self.bias.len()).map(|channel| output(at, channel)).collect()).collect()
    }
}

/// The weights of a convolution are stored by input channel, then by offset; they are read one
/// offset at a time.
fn offsets_first(stored: &[f32], inputs: usize) -> Vec<f32> {
    let by_offset = |channel: &[f32]| -> Vec<f32> {
        (0..3).flat_map(|offset| channel.iter().skip(offset).step_by(3).copied()).collect()
    };
    stored.chunks_exact(inputs * 3).flat_map(by_offset).collect()
}

fn sigmoid(value: f32) -> f32 {
    1.0 / (1.0 + (-value).exp())
}

/// Eight sums side by side, which the compiler turns into vector instructions; a single one would
/// have to be added up in order.
fn dot(left: &[f32], right: &[f32]) -> f32 {
    let (left_blocks, left_rest) = left.as_chunks::<8>();
    let (right_blocks, right_rest) = right.as_chunks::<8>();
    let mut sums = [0.0_f32; 8];
    for (left, right) in left_blocks.iter().zip(right_blocks) {
        for (sum, (left, right)) in sums.iter_mut().zip(left.iter().zip(right)) {
            *sum += left * right;
        }
    }
    let rest: f32 = left_rest.iter().zip(right_rest).map(|(left, right)| left * right).sum();
    sums.iter().sum::<f32>() + rest
}
