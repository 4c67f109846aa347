//! Reports the program, for `parlo --version`, which commit it was built from and for which
//! processors. Fails for neither: outside of git there is no commit.
#![allow(clippy::print_stdout, reason = "it is how a build script speaks to cargo")]

use std::env;
use std::process::Command;

/// What GGML's code for x86-64 takes for granted unless it is switched off or made for the machine
/// that builds it: the option of its CMake file, and what processors call it.
const ABILITIES: [(&str, &str); 6] = [
    ("GGML_SSE42", "sse4.2"),
    ("GGML_AVX", "avx"),
    ("GGML_AVX2", "avx2"),
    ("GGML_BMI2", "bmi2"),
    ("GGML_FMA", "fma"),
    ("GGML_F16C", "f16c"),
];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if let Some(commit) = commit() {
        println!("cargo::rustc-env=BUILT_FROM_COMMIT={commit}");
    }
    let is_off = |option: &str| {
        println!("cargo::rerun-if-env-changed={option}");
        env::var(option).is_ok_and(|value| value == "OFF")
    };
    let is_portable = is_off("GGML_NATIVE");
    let needed: Vec<&str> = ABILITIES
        .iter()
        .filter(|(option, _)| !is_off(option))
        .map(|(_, ability)| *ability)
        .collect();
    let architecture = env::var("CARGO_CFG_TARGET_ARCH").unwrap_or_default();
    if is_portable {
        let needed = if architecture == "x86_64" { needed.join(" ") } else { architecture };
        println!("cargo::rustc-env=BUILT_FOR_PROCESSOR={needed}");
    }
}

/// The commit that is checked out, if this file is in the repository around it: a package that was
/// unpacked within some other one is not built from that.
fn commit() -> Option<String> {
    git(&["ls-files", "--error-unmatch", "build.rs"])?;
    // HEAD names a branch or a commit; the log of HEAD grows with every commit and checkout.
    for name in ["HEAD", "logs/HEAD"] {
        let path = git(&["rev-parse", "--git-path", name])?;
        println!("cargo::rerun-if-changed={path}");
    }
    git(&["log", "-1", "--format=%h of %cs"])
}

/// What git answers in the folder of the package, less the line's end.
fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim_end().to_owned())
}
