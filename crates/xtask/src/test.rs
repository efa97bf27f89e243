//! `cargo xtask test`: everything that must pass before a change is merged, in an order that fails
//! early, with the time of each stage. After a failed stage the later ones still run; only stages that
//! need its result are skipped.

use std::process::{Command, ExitCode};
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::process::{Counts, building_wasm, cargo, program, run_counting};
use crate::{browsers, build, exports, reference, setup, size, verify, workspace};

/// One stage: its name, the stage whose result it needs, and what it runs.
struct Stage {
    name: &'static str,
    after: Option<&'static str>,
    run: fn() -> Result<(Counts, bool)>,
}

const STAGES: [Stage; 12] = [
    Stage { name: "format", after: None, run: || one(cargo().args(["fmt", "--all", "--check"])) },
    Stage { name: "lint", after: None, run: lint },
    Stage { name: "lint-wasm", after: None, run: lint_wasm },
    Stage { name: "docs", after: None, run: docs },
    Stage { name: "native", after: None, run: native },
    Stage { name: "reference", after: None, run: fixtures },
    Stage { name: "exports", after: None, run: exports::run },
    Stage { name: "wasm", after: None, run: wasm },
    Stage { name: "bench", after: None, run: benchmark },
    Stage { name: "build", after: None, run: page },
    Stage { name: "browsers", after: Some("build"), run: in_browsers },
    Stage { name: "size", after: Some("build"), run: sizes },
];

/// Runs all stages, or the named ones.
pub(crate) fn run(names: &[String]) -> Result<ExitCode> {
    if names.iter().any(|name| name == "list") {
        STAGES.iter().for_each(|stage| println!("{}", stage.name));
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(unknown) = names.iter().find(|name| STAGES.iter().all(|s| s.name != **name)) {
        bail!("stage must be one of those that `cargo xtask test list` names, got {unknown}");
    }
    let chosen = |stage: &&Stage| names.is_empty() || names.iter().any(|name| name == stage.name);
    // A tool that cannot be installed is reported at once, not after minutes of building.
    setup::run()?;
    if STAGES.iter().filter(chosen).any(|stage| stage.name == "browsers") {
        browsers::ensure_all()?;
    }
    if STAGES.iter().filter(chosen).any(|stage| stage.name == "exports") {
        exports::ensure()?;
    }
    let mut results = Vec::new();
    for stage in STAGES.iter().filter(chosen) {
        let result = outcome(stage, &results);
        results.push(result);
    }
    Ok(summary(&results))
}

/// The outcome of a stage.
struct Outcome {
    name: &'static str,
    counts: Counts,
    seconds: f64,
    verdict: &'static str,
}

fn outcome(stage: &Stage, earlier: &[Outcome]) -> Outcome {
    let name = stage.name;
    let is_blocked = earlier.iter().any(|o| Some(o.name) == stage.after && o.verdict != "ok");
    if is_blocked {
        return Outcome { name, counts: Counts::default(), seconds: 0.0, verdict: "skipped" };
    }
    println!("\n=== {name}");
    let start = Instant::now();
    let (mut counts, is_ok) = (stage.run)().unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        (Counts::default(), false)
    });
    // A stage that counts nothing is one check; a stage that exits with an error has failed, even if all its tests passed.
    if is_ok && counts == Counts::default() {
        counts.passed = 1;
    }
    if !is_ok && counts.failed == 0 {
        counts.failed = 1;
    }
    let verdict = if counts.failed == 0 { "ok" } else { "FAILED" };
    Outcome { name, counts, seconds: start.elapsed().as_secs_f64(), verdict }
}

/// Prints the table of all stages, and as the very last line the totals.
fn summary(results: &[Outcome]) -> ExitCode {
    println!("\n{:<12} {:>8} {:>8} {:>8}", "stage", "seconds", "passed", "failed");
    for Outcome { name, counts, seconds, verdict } in results {
        let Counts { passed, failed } = counts;
        println!("{name:<12} {seconds:>8.1} {passed:>8} {failed:>8}  {verdict}");
    }
    let passed: usize = results.iter().map(|o| o.counts.passed).sum();
    let failed: usize = results.iter().map(|o| o.counts.failed).sum();
    println!("{passed} passed, {failed} failed");
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Runs a program that reports no counts.
fn one(command: &mut Command) -> Result<(Counts, bool)> {
    Ok((Counts::default(), command.status()?.success()))
}

fn lint() -> Result<(Counts, bool)> {
    one(cargo().args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))
}

fn lint_wasm() -> Result<(Counts, bool)> {
    let mut clippy = building_wasm(cargo());
    clippy.args(["clippy", "--package", "gradient-playground-web"]);
    one(clippy.args(["--target", "wasm32-unknown-unknown", "--", "-D", "warnings"]))
}

fn docs() -> Result<(Counts, bool)> {
    one(cargo().args(["doc", "--workspace", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings"))
}

fn native() -> Result<(Counts, bool)> {
    run_counting(cargo().args(["test", "--workspace", "--no-fail-fast"]))
}

fn fixtures() -> Result<(Counts, bool)> {
    run_counting(&mut reference::command(reference::OWN_FIXTURES))
}

/// The golden run in wasm under Node, which must have the same bits as the native one.
fn wasm() -> Result<(Counts, bool)> {
    let mut test = building_wasm(cargo());
    // Without --quiet, which wasm-bindgen's runner does not accept.
    test.args(["test", "--package", "playground-tests", "--test", "golden"]);
    test.args(["--target", "wasm32-unknown-unknown"]);
    test.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner");
    run_counting(&mut test)
}

/// Tests what the benchmark computes from times, without measuring.
fn benchmark() -> Result<(Counts, bool)> {
    run_counting(program("node").arg("tests/bench/test.mjs"))
}

fn page() -> Result<(Counts, bool)> {
    build::page().map(|()| (Counts::default(), true))
}

fn in_browsers() -> Result<(Counts, bool)> {
    let found = browsers::ensure_all()?;
    let verify = verify::built()?;
    let mut node = program("node");
    node.arg("tests/e2e/run.mjs").arg("--verify").arg(verify);
    node.arg("--dist").arg(workspace::dist());
    node.arg("--work").arg(workspace::e2e());
    node.arg("--chromium").arg(found.chromium);
    node.arg("--firefox").arg(found.firefox);
    node.arg("--python").arg(browsers::python());
    match found.webkit {
        Some(webkit) => {
            node.arg("--webkit").arg(webkit.driver);
            node.arg("--minibrowser").arg(webkit.minibrowser);
            node.arg("--xvfb").arg(webkit.xvfb);
        }
        None => println!("WebKit is not tested here: its driver is WebKitGTK's, which runs on Linux"),
    }
    run_counting(&mut node)
}

fn sizes() -> Result<(Counts, bool)> {
    let page = workspace::dist().join("index.html");
    page.is_file().then_some(()).context("dist/ must hold a built page")?;
    size::report().map(|()| (Counts::default(), true))
}
