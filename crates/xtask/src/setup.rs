//! `cargo xtask setup`: the pinned build tools, installed only where they are missing. After it
//! `trunk serve` works by itself. Browsers and test tools are the business of `browsers`.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::process::{Missing, cargo, find, program, run as run_program, try_output};
use crate::workspace;

const WASM_TARGET: &str = "wasm32-unknown-unknown";
const TRUNK_VERSION: &str = "0.21.14";

/// Installs what is missing.
pub(crate) fn run() -> Result<()> {
    wasm_target()?;
    cargo_tool("trunk", "trunk", TRUNK_VERSION)?;
    wasm_bindgen()?;
    npm_tools()?;
    // Trunk builds offline, so that it downloads no tools; the crates must be there before.
    run_program(cargo().args(["fetch", "--quiet", "--locked"]))
}

/// The wasm-bindgen command of the very version that the crates use: others refuse to work.
pub(crate) fn wasm_bindgen() -> Result<()> {
    let version = workspace::locked_version("wasm-bindgen")?;
    cargo_tool("wasm-bindgen-cli", "wasm-bindgen", &version)
}

/// The compiler's wasm target.
pub(crate) fn wasm_target() -> Result<()> {
    let libdir = try_output(program("rustc").args(["--print", "target-libdir", "--target", WASM_TARGET]));
    if libdir.is_some_and(|dir| Path::new(&dir).is_dir()) {
        return Ok(());
    }
    if find("rustup").is_none() {
        return Err(missing(
            "the wasm32-unknown-unknown target of this Rust compiler",
            "rustup target add wasm32-unknown-unknown",
        ));
    }
    println!("installing the {WASM_TARGET} target");
    run_program(program("rustup").args(["target", "add", WASM_TARGET]))
}

fn cargo_tool(package: &str, binary: &str, version: &str) -> Result<()> {
    let found = try_output(program(binary).arg("--version").env_remove("NO_COLOR"));
    if found.is_some_and(|line| line.split_whitespace().any(|word| word == version)) {
        return Ok(());
    }
    println!("installing {package} {version} into cargo's bin folder: a few minutes, once");
    // --force replaces another version; the workspace's flags and target are not the tool's.
    let mut install = cargo();
    install.current_dir(std::env::temp_dir()).args(["install", package, "--locked", "--force"]);
    run_program(install.args(["--version", version]))
}

/// wasm-opt and esbuild from npm; without Node the page is built without them.
fn npm_tools() -> Result<()> {
    if find("node").is_none() || find("npm").is_none() {
        println!("no Node.js and npm here: building without wasm-opt and esbuild (the page works, and is larger)");
        return Ok(());
    }
    npm_packages(&workspace::root().join("crates/xtask/tools"), &workspace::npm_tools())
}

/// Installs the packages that a lock file names into a folder, unless they are there already.
pub(crate) fn npm_packages(manifests: &Path, into: &Path) -> Result<()> {
    let lock = manifests.join("package-lock.json");
    let stamp = into.join("installed-lock.json");
    if is_same(&lock, &stamp) {
        return Ok(());
    }
    fs::create_dir_all(into)?;
    for name in ["package.json", "package-lock.json"] {
        fs::copy(manifests.join(name), into.join(name))
            .with_context(|| format!("{name} must be copied to {}", into.display()))?;
    }
    println!("installing the npm packages of {}", manifests.display());
    let mut npm = program("npm");
    npm.current_dir(into).args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]);
    run_program(&mut npm)?;
    fs::copy(lock, stamp)?;
    Ok(())
}

/// Whether two files exist with the same content.
pub(crate) fn is_same(a: &Path, b: &Path) -> bool {
    matches!((fs::read(a), fs::read(b)), (Ok(a), Ok(b)) if a == b)
}

/// An error for what the developer has to install.
pub(crate) fn missing(what: &str, cure: &str) -> anyhow::Error {
    Missing { what: what.to_owned(), cure: cure.to_owned() }.into()
}
