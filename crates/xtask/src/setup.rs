//! `cargo xtask setup`: installs the pinned build tools that are missing. After it plain `trunk serve`
//! works. Browsers and test tools are installed by `browsers`.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow};

use crate::process::{Missing, cargo, find, program, run as run_program, try_output};
use crate::stages::{self, Stage};
use crate::workspace;

/// The compiler target of the page.
pub(crate) const WASM_TARGET: &str = "wasm32-unknown-unknown";
const TRUNK_VERSION: &str = "0.21.14";

/// Installs what is missing.
pub(crate) fn run() -> Result<()> {
    run_beside(|| Ok(()))
}

/// Installs what is missing. If Trunk has to be compiled, which leaves a core idle at times, `meanwhile` runs as soon as the
/// other tools are installed; otherwise it does not run.
pub(crate) fn run_beside(meanwhile: impl FnOnce() -> Result<()> + Send) -> Result<()> {
    wasm_target()?;
    let others = || {
        wasm_bindgen()?;
        npm_tools()?;
        // Trunk builds offline, so that it downloads no tools; so the crates must be downloaded before.
        run_program(cargo().args(["fetch", "--quiet", "--locked"]))
    };
    if is_installed("trunk", TRUNK_VERSION) {
        return others();
    }
    std::thread::scope(|scope| {
        let trunk = scope.spawn(|| cargo_tool(&stages::TRUNK, "trunk", "trunk", TRUNK_VERSION));
        others().and_then(|()| meanwhile())?;
        trunk.join().map_err(|_| anyhow!("the thread that compiles Trunk must not panic"))?
    })
}

/// Installs the wasm-bindgen command in the version that the crates use, because it works with no other.
pub(crate) fn wasm_bindgen() -> Result<()> {
    let version = workspace::locked_version("wasm-bindgen")?;
    cargo_tool(&stages::WASM_BINDGEN, "wasm-bindgen-cli", "wasm-bindgen", &version)
}

/// Installs the compiler's wasm target.
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
    stages::run(&stages::TARGET, || run_program(program("rustup").args(["--quiet", "target", "add", WASM_TARGET])))
}

fn is_installed(binary: &str, version: &str) -> bool {
    let found = try_output(program(binary).arg("--version").env_remove("NO_COLOR"));
    found.is_some_and(|line| line.split_whitespace().any(|word| word == version))
}

/// The profile for compiling a tool. A tool has little to do, so a short compilation matters more than a fast program.
const QUICKLY: [(&str, &str); 5] = [
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0"),
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
    ("CARGO_PROFILE_RELEASE_DEBUG", "0"),
    ("CARGO_PROFILE_RELEASE_STRIP", "symbols"),
];

fn cargo_tool(stage: &Stage, package: &str, binary: &str, version: &str) -> Result<()> {
    if is_installed(binary, version) {
        return Ok(());
    }
    // --force replaces another version. The folder is outside the workspace, whose flags and target do not apply to a tool.
    let mut install = cargo();
    install.current_dir(std::env::temp_dir()).envs(QUICKLY);
    install.args(["install", package, "--quiet", "--locked", "--force", "--version", version]);
    stages::run(stage, || run_program(&mut install))
}

/// Installs wasm-opt and esbuild from npm. Without Node the page is built without them.
fn npm_tools() -> Result<()> {
    if find("node").is_none() || find("npm").is_none() {
        println!("no Node.js and npm here: building without wasm-opt and esbuild (the page works, and is larger)");
        return Ok(());
    }
    let (manifests, into) = (workspace::root().join("crates/xtask/tools"), workspace::npm_tools());
    if are_installed(&manifests, &into) {
        Ok(())
    } else {
        stages::run(&stages::NPM, || npm_packages(&manifests, &into))
    }
}

fn are_installed(manifests: &Path, into: &Path) -> bool {
    is_same(&manifests.join("package-lock.json"), &into.join("installed-lock.json"))
}

/// Installs the packages of a lock file into a folder, unless they are installed already.
pub(crate) fn npm_packages(manifests: &Path, into: &Path) -> Result<()> {
    let lock = manifests.join("package-lock.json");
    let stamp = into.join("installed-lock.json");
    if are_installed(manifests, into) {
        return Ok(());
    }
    fs::create_dir_all(into)?;
    for name in ["package.json", "package-lock.json"] {
        fs::copy(manifests.join(name), into.join(name))
            .with_context(|| format!("{name} must be copied to {}", into.display()))?;
    }
    let mut npm = program("npm");
    npm.current_dir(into).args(["ci", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"]);
    run_program(&mut npm)?;
    fs::copy(lock, stamp)?;
    Ok(())
}

/// Whether both files exist and have the same content.
pub(crate) fn is_same(a: &Path, b: &Path) -> bool {
    matches!((fs::read(a), fs::read(b)), (Ok(a), Ok(b)) if a == b)
}

/// The error for a program that the developer has to install.
pub(crate) fn missing(what: &str, cure: &str) -> anyhow::Error {
    Missing { what: what.to_owned(), cure: cure.to_owned() }.into()
}
