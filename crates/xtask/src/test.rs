//! `cargo xtask test`: everything that must pass before a change is merged, in an order that fails
//! early, with the time of each stage. After a failed stage the later ones still run; only stages that
//! need its result are skipped. The page's release build, which keeps one core busy, goes on beside
//! the stages before it.

use std::fs::File;
use std::io;
use std::path::PathBuf;
use std::process::{Child, Command, ExitCode};
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
    Stage { name: BUILD, after: None, run: page },
    Stage { name: "size", after: Some(BUILD), run: sizes },
    Stage { name: "browsers", after: Some(BUILD), run: in_browsers },
];

/// The stage that is begun before all others where several run.
const BUILD: &str = "build";

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
    let runs = |name: &str| STAGES.iter().filter(chosen).any(|stage| stage.name == name);
    // A tool that cannot be installed is reported at once, not after minutes of building.
    let what_tests_need = || -> Result<()> {
        if runs("browsers") {
            browsers::ensure_all()?;
        }
        if runs("exports") {
            exports::ensure()?;
        }
        Ok(())
    };
    setup::run_beside(what_tests_need)?;
    what_tests_need()?;
    let mut ahead = names.is_empty().then(Ahead::begin).transpose()?;
    let mut results = Vec::new();
    for stage in STAGES.iter().filter(chosen) {
        let begun = if stage.name == BUILD { ahead.take() } else { None };
        let result = outcome(stage, begun, &results);
        results.push(result);
    }
    Ok(summary(&results))
}

/// The page's release build in a process of its own, whose output waits in a file for its turn.
struct Ahead {
    process: Child,
    output: PathBuf,
}

impl Ahead {
    fn begin() -> Result<Self> {
        let output = workspace::target().join("build-output.txt");
        let file = File::create(&output).with_context(|| format!("{} must be writable", output.display()))?;
        let mut build = Command::new(std::env::current_exe()?);
        build.arg("build").current_dir(workspace::root()).stdout(file.try_clone()?).stderr(file);
        Ok(Self { process: build.spawn().context("the build must start")?, output })
    }

    fn end(mut self) -> Result<(Counts, bool)> {
        let status = self.process.wait()?;
        io::copy(&mut File::open(&self.output)?, &mut io::stdout())?;
        Ok((Counts::default(), status.success()))
    }
}

/// The outcome of a stage.
struct Outcome {
    name: &'static str,
    counts: Counts,
    seconds: f64,
    verdict: &'static str,
}

/// Runs a stage, or waits for the one that was begun; the seconds are those of this.
fn outcome(stage: &Stage, begun: Option<Ahead>, earlier: &[Outcome]) -> Outcome {
    let name = stage.name;
    let is_blocked = earlier.iter().any(|o| Some(o.name) == stage.after && o.verdict != "ok");
    if is_blocked {
        return Outcome { name, counts: Counts::default(), seconds: 0.0, verdict: "skipped" };
    }
    println!("\n=== {name}");
    let start = Instant::now();
    let result = begun.map_or_else(stage.run, Ahead::end);
    let (mut counts, is_ok) = result.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        (Counts::default(), false)
    });
    // A stage that counts nothing is one check; a stage that exits with an error has failed, even if all its tests passed.
    if is_ok && counts.passed + counts.failed == 0 {
        counts.passed = 1;
    }
    if !is_ok && counts.failed == 0 {
        counts.failed = 1;
    }
    let verdict = if counts.failed == 0 { "ok" } else { "FAILED" };
    Outcome { name, counts, seconds: start.elapsed().as_secs_f64(), verdict }
}

/// Prints which tests failed, the table of all stages, and as the very last line the totals.
fn summary(results: &[Outcome]) -> ExitCode {
    println!();
    for Outcome { name, counts, .. } in results {
        counts.named.iter().for_each(|line| println!("{name}: {line}"));
    }
    println!("\n{:<12} {:>8} {:>8} {:>8}", "stage", "seconds", "passed", "failed");
    for Outcome { name, counts, seconds, verdict } in results {
        let Counts { passed, failed, .. } = counts;
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
