//! `cargo xtask fuzz KIND [MINUTES]`: text from outside, altered by a fuzzer, which needs a nightly compiler and cargo-fuzz;
//! `cargo xtask hostile [KIND]`: a million texts of each kind by proptest, which needs neither. Neither is part of `cargo xtask test`.

use anyhow::{Context, Result, bail};

use crate::process::{Missing, cargo, program, run as run_program, try_output};
use crate::workspace;

/// A text that takes longer to read hangs.
const MOST_SECONDS: u32 = 10;
/// All of the fuzzer's process; what reading takes is measured by the targets themselves.
const MOST_MEGABYTES: u32 = 2048;

/// Fuzzes one kind of text.
pub(crate) fn run(args: &[String]) -> Result<()> {
    let (kind, minutes) = match args {
        [kind] => (kind, 5.0),
        [kind, minutes] => (kind, minutes.parse::<f64>().context("MINUTES must be a number")?),
        _ => bail!("fuzz takes a kind of text ({}) and minutes, 5 if none are given", kinds().join(", ")),
    };
    if try_output(program("cargo").args(["fuzz", "--version"])).is_none() {
        let (what, cure) =
            ("cargo-fuzz".into(), "cargo install cargo-fuzz --locked && rustup toolchain install nightly".into());
        return Err(Missing { what, cure }.into());
    }
    let dir = workspace::target().join("fuzz").join(kind);
    let mut seeds = cargo();
    seeds.args(["run", "--quiet", "--package", "playground-tests", "--bin", "seeds", "--", kind]).arg(&dir);
    let longest =
        try_output(&mut seeds).with_context(|| format!("there must be texts of the kind {kind} to begin with"))?;
    let corpus = dir.join("corpus");
    std::fs::create_dir_all(&corpus)?;
    let mut fuzz = program("cargo");
    // The developer's own compiler may be set for the whole process.
    fuzz.env("RUSTUP_TOOLCHAIN", "nightly").current_dir(workspace::root().join("tests/fuzz"));
    fuzz.args(["fuzz", "run", "--fuzz-dir", ".", "--target-dir"]).arg(workspace::target().join("fuzz/build"));
    fuzz.arg(kind).arg(corpus).arg(dir.join("seeds")).arg("--");
    fuzz.arg(format!("-max_total_time={}", (60.0 * minutes) as u64)).arg(format!("-max_len={longest}"));
    fuzz.arg(format!("-dict={}", dir.join("pieces").display())).arg(format!("-timeout={MOST_SECONDS}"));
    run_program(fuzz.arg(format!("-rss_limit_mb={MOST_MEGABYTES}")).arg("-print_final_stats=1"))
}

/// Which kinds there are: each has its file.
fn kinds() -> Vec<String> {
    let files = std::fs::read_dir(workspace::root().join("tests/fuzz/fuzz_targets")).into_iter().flatten().flatten();
    let mut kinds: Vec<String> = files.filter_map(|file| Some(file.path().file_stem()?.to_str()?.to_owned())).collect();
    kinds.sort();
    kinds
}

/// Tries a million texts of each kind, or of one.
pub(crate) fn hostile(args: &[String]) -> Result<()> {
    let mut test = cargo();
    test.args(["test", "--package", "playground-tests", "--test", "integration", "--"]);
    match args {
        [] => test.arg("hostile::"),
        kinds => test.args(kinds.iter().map(|kind| format!("hostile::{kind}"))),
    };
    run_program(test.env("HOSTILE_CASES", "1000000"))
}
