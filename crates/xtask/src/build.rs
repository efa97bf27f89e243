//! `cargo xtask build`: the release build of the page in dist/, the same on every machine; with `--quick` the one that
//! `cargo xtask serve` shows, which compiles in a fraction of the time and has no service worker.

use std::env;
use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::{process, serve, setup};

/// Installs missing tools and builds the page.
pub(crate) fn run(args: &[String]) -> Result<()> {
    setup::run()?;
    match args {
        [] => page(),
        [quick] if quick == "--quick" => {
            process::run(process::trunk().args(["build", "--offline"]).env("TRUNK_BUILD_CARGO_PROFILE", serve::PROFILE))
        }
        _ => bail!("build takes nothing, or --quick"),
    }
}

/// Builds the page with the installed tools.
pub(crate) fn page() -> Result<()> {
    // Offline, because Trunk otherwise downloads each tool that it does not find.
    let mut build = process::trunk();
    build.args(["build", "--release", "--offline"]);
    // Cargo adds them to the flags in `.cargo/config.toml`.
    process::run(build.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", remapped()))
}

/// The compiler's flags by which panics name the files of libraries as `yew-0.23.0/src/…`, without the folder where this machine
/// keeps them. Cargo divides the flags at spaces, so a folder with one in its name stays as it is; where libraries come from
/// elsewhere, there is none.
fn remapped() -> String {
    let cargo = env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(env::home_dir()?.join(".cargo")));
    let registries = cargo.and_then(|cargo| cargo.join("registry/src").read_dir().ok());
    let folders = registries.into_iter().flatten().flatten().map(|registry| registry.path().display().to_string());
    let flags = folders.filter(|folder| !folder.contains(char::is_whitespace));
    flags.map(|folder| format!("--remap-path-prefix={folder}/=")).collect::<Vec<_>>().join(" ")
}
