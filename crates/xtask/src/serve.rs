//! `cargo xtask serve`: serves the page on this machine and rebuilds it when a file changes.

use anyhow::Result;

use crate::{process, setup, stages, workspace};

const DEFAULT_PORT: &str = "8080";

/// A cargo profile that builds quickly; visitors get the release.
pub(crate) const PROFILE: &str = "serve";

/// Installs missing tools, prints the address, and serves until stopped.
pub(crate) fn run(args: &[String]) -> Result<()> {
    setup::run_beside(|| stages::run(&stages::PAGE, compile))?;
    let port = option(args, "--port").unwrap_or(DEFAULT_PORT);
    println!("\nGradient Playground will be at http://127.0.0.1:{port}/ (Ctrl+C stops it)\n");
    let mut trunk = process::trunk();
    trunk.args(["serve", "--offline"]).env("TRUNK_BUILD_CARGO_PROFILE", PROFILE);
    if option(args, "--port").is_none() {
        trunk.args(["--port", DEFAULT_PORT]);
    }
    process::run(trunk.args(args))
}

/// Compiles what Trunk will build, so that it is done when Trunk is installed.
fn compile() -> Result<()> {
    let mut build = process::building_wasm(process::cargo());
    build.args(["build", "--quiet", "--profile", PROFILE, "--package", workspace::PROGRAM]);
    process::run(build.args(["--target", setup::WASM_TARGET]))
}

fn option<'a>(args: &'a [String], name: &str) -> Option<&'a str> {
    args.windows(2).find(|pair| pair[0] == name).map(|pair| pair[1].as_str())
}
