//! What this parlo is: its version, the commit and the features it was built from, and the
//! processor it was built for.

use std::sync::LazyLock;

use anyhow::Result;

use crate::config::failure::failure;
use crate::stt::WHISPER_CPP_VERSION;

/// What is linked for the decoder beside the CPU.
const BACKENDS: [(&str, bool); 6] = [
    ("cuda", cfg!(feature = "cuda")),
    ("metal", cfg!(feature = "metal")),
    ("vulkan", cfg!(feature = "vulkan")),
    ("coreml", cfg!(feature = "coreml")),
    ("openblas", cfg!(feature = "openblas")),
    ("hipblas", cfg!(feature = "hipblas")),
];
/// The commit, from the build script; none outside of git.
const COMMIT: Option<&str> = option_env!("BUILT_FROM_COMMIT");
/// The abilities of processors that the decoder's code takes for granted, separated by spaces; none
/// if it was made for the machine that built it.
const PROCESSOR: Option<&str> = option_env!("BUILT_FOR_PROCESSOR");

/// Several lines for `--version`; `-V` has the first word of them and the number.
pub fn long() -> &'static str {
    static TEXT: LazyLock<String> = LazyLock::new(|| {
        let linked: Vec<&str> =
            BACKENDS.iter().filter(|(_, is_linked)| *is_linked).map(|(name, _)| *name).collect();
        let features = if linked.is_empty() { "none".to_owned() } else { linked.join(" ") };
        format!(
            "{}\ncommit:    {}\nbuilt for: {} {}, {}\nfeatures:  {features}\n\
             decoder:   whisper.cpp {WHISPER_CPP_VERSION} on cpu{}",
            env!("CARGO_PKG_VERSION"),
            COMMIT.unwrap_or("unknown, not built in its repository"),
            std::env::consts::OS,
            std::env::consts::ARCH,
            PROCESSOR.map_or("the processor it was built on".to_owned(), |abilities| {
                format!("any processor with {abilities}")
            }),
            linked.iter().map(|name| format!(", {name}")).collect::<String>(),
        )
    });
    &TEXT
}

/// Whether this processor can do what the decoder's code takes for granted. Without the question
/// the first decode would end the program with an illegal instruction.
///
/// # Errors
/// It cannot; says what to do.
pub fn check_processor() -> Result<()> {
    let missing: Vec<&str> =
        PROCESSOR.unwrap_or_default().split_whitespace().filter(|name| !has(name)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(failure(format!(
        "this processor has no {}, which this build of parlo needs; build it on this machine from \
         its source: `cargo install --path rust_tui`",
        missing.join(", ")
    )))
}

#[cfg(target_arch = "x86_64")]
fn has(ability: &str) -> bool {
    use std::arch::is_x86_feature_detected;
    match ability {
        "sse4.2" => is_x86_feature_detected!("sse4.2"),
        "avx" => is_x86_feature_detected!("avx"),
        "avx2" => is_x86_feature_detected!("avx2"),
        "bmi2" => is_x86_feature_detected!("bmi2"),
        "fma" => is_x86_feature_detected!("fma"),
        "f16c" => is_x86_feature_detected!("f16c"),
        _ => true,
    }
}

/// Elsewhere the build asks for nothing that a processor of its kind may lack.
#[cfg(not(target_arch = "x86_64"))]
fn has(_: &str) -> bool {
    true
}
