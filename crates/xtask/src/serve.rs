//! `cargo xtask serve`: the page on this machine, rebuilt when a file changes.

use anyhow::Result;

use crate::{process, setup};

const DEFAULT_PORT: &str = "8080";

/// Installs what is missing, names the address and serves until stopped.
pub(crate) fn run(args: &[String]) -> Result<()> {
    setup::run()?;
    let port = option(args, "--port").unwrap_or(DEFAULT_PORT);
    println!("\nGradient Playground will be at http://127.0.0.1:{port}/ (Ctrl+C stops it)\n");
    let mut trunk = process::trunk();
    trunk.args(["serve", "--release", "--offline"]);
    if option(args, "--port").is_none() {
        trunk.args(["--port", DEFAULT_PORT]);
    }
    process::run(trunk.args(args))
}

fn option<'a>(args: &'a [String], name: &str) -> Option<&'a str> {
    args.windows(2).find(|pair| pair[0] == name).map(|pair| pair[1].as_str())
}
