//! `cargo xtask bench`: compares the engine with the hand-written limit and with other libraries in one
//! Chromium. It builds the engine for wasm, installs the others from npm, and leaves measuring to
//! tests/bench/run.mjs. Only `--check` turns a missed ratio into a failure.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result};

use crate::process::{building_wasm, cargo, program, run as run_program, trunk};
use crate::setup::WASM_TARGET;
use crate::{after_build, bench_page, browsers, instructions, setup, workspace};

const HELP: &str = "\
usage: cargo xtask bench [--only W1,G1,U1,scaling] [--pages 3] [--repeats 7] [--check] [--readme] [--build-time] [--instructions]

  --check         exit with 1 if a ratio is over its budget or another library is faster
  --readme        put the tables and the plot of this run into README.md and docs/scaling.svg
  --build-time    also time a cold and a warm release build of the page (several minutes)
  --instructions  only count native instructions per epoch, with callgrind";

/// The files of the npm packages that the benchmark's page loads.
const LIBRARIES: [&str; 4] = [
    "convnetjs/build/convnet-min.js",
    "@tensorflow/tfjs/dist/tf.es2017.min.js",
    "@tensorflow/tfjs-backend-wasm/dist/tf-backend-wasm.es2017.min.js",
    "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm",
];

/// Builds, measures and writes engine.md, engine.json and scaling.svg into target/bench.
pub(crate) fn run(args: &[String]) -> Result<()> {
    if args.iter().any(|arg| arg == "--help") {
        println!("{HELP}\n{}", bench_page::HELP);
        return Ok(());
    }
    if bench_page::is_wanted_alone(args) {
        return bench_page::run(args);
    }
    if args.iter().any(|arg| arg == "--instructions") {
        return instructions::run();
    }
    setup::run()?;
    let chromium = browsers::ensure_chromium()?;
    let www = out().join("www");
    limit(&www)?;
    engine(&www)?;
    libraries(&www)?;
    sources(&www)?;
    let is_own = |arg: &&String| ["--build-time", "--readme"].contains(&arg.as_str());
    let mut node = program("node");
    node.arg("tests/bench/run.mjs").arg("--www").arg(&www).arg("--out").arg(out());
    node.arg("--modules").arg(workspace::e2e()).arg("--chromium").arg(chromium);
    node.args(args.iter().filter(|arg| !is_own(arg)));
    if args.iter().any(|arg| arg == "--readme") {
        node.arg("--readme").arg(workspace::root().join("README.md"));
    }
    run_program(&mut node)?;
    if args.iter().any(|arg| arg == "--build-time") {
        build_time()?;
    }
    if args.iter().any(|arg| arg == "--only") { Ok(()) } else { bench_page::run(args) }
}

fn out() -> PathBuf {
    workspace::target().join("bench")
}

/// Builds the limit, which is not a member of the workspace so that it can have its own flags.
fn limit(www: &Path) -> Result<()> {
    let target = out().join("limit");
    let mut build = building_wasm(cargo());
    build.current_dir(workspace::root().join("tests/bench/limit"));
    build.args(["build", "--release", "--quiet", "--target", WASM_TARGET, "--target-dir"]);
    build.env("RUSTFLAGS", "-C target-feature=+simd128");
    run_program(build.arg(&target))?;
    fs::create_dir_all(www)?;
    copy(&target.join(WASM_TARGET).join("release/limit.wasm"), &www.join("limit.wasm"))
}

/// Builds the engine as the page is built: with the same profile, wasm-bindgen and wasm-opt.
fn engine(www: &Path) -> Result<()> {
    let mut build = building_wasm(cargo());
    build.args(["build", "--release", "--quiet", "--package", "bench-engine"]);
    // In a folder of its own, because the flags are without the relocations that the page needs for its division into chunks.
    let target = out().join("engine");
    build.env("RUSTFLAGS", "-C target-feature=+simd128").arg("--target-dir").arg(&target);
    run_program(build.args(["--target", WASM_TARGET]))?;
    let wasm = target.join(WASM_TARGET).join("release/bench_engine.wasm");
    let mut bindgen = program("wasm-bindgen");
    bindgen.args(["--target", "web", "--no-typescript", "--out-dir"]).arg(www).arg(wasm);
    run_program(&mut bindgen)?;
    after_build::optimise(&www.join("bench_engine_bg.wasm"))
}

/// Installs the libraries for comparison from npm, in the versions of tests/bench/package-lock.json.
fn libraries(www: &Path) -> Result<()> {
    let installed = out().join("npm");
    setup::npm_packages(&workspace::root().join("tests/bench"), &installed)?;
    for library in LIBRARIES {
        let from = installed.join("node_modules").join(library);
        copy(&from, &www.join(from.file_name().context("a library is a file")?))?;
    }
    Ok(())
}

/// Copies scripts and data of the benchmark's page.
fn sources(www: &Path) -> Result<()> {
    let tests = workspace::root().join("tests/bench");
    for folder in [".", "contenders", "data"] {
        fs::create_dir_all(www.join(folder))?;
        for entry in fs::read_dir(tests.join(folder))? {
            let path = entry?.path();
            if path.is_file() {
                copy(&path, &www.join(folder).join(path.file_name().context("a file has a name")?))?;
            }
        }
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to).with_context(|| format!("{} must exist", from.display()))?;
    Ok(())
}

/// Times a release build of the page from scratch, and one after a change in the engine.
fn build_time() -> Result<()> {
    let cold = out().join("cold");
    if cold.exists() {
        fs::remove_dir_all(&cold)?;
    }
    let build = |what: &str| -> Result<()> {
        let start = Instant::now();
        let mut trunk = trunk();
        trunk.args(["build", "--release", "--offline", "--dist"]).arg(cold.join("dist"));
        run_program(trunk.env("CARGO_TARGET_DIR", cold.join("target")))?;
        println!("page build, {what}: {:.0} s", start.elapsed().as_secs_f64());
        Ok(())
    };
    fs::create_dir_all(&cold)?;
    build("cold")?;
    let touched = workspace::root().join("crates/nn/src/lib.rs");
    fs::OpenOptions::new().append(true).open(touched)?.set_modified(std::time::SystemTime::now())?;
    build("warm (nn changed)")
}
