//! Paths of the workspace, of the build folder and of the tools in it, and the versions that
//! `Cargo.lock` pins. It writes no files.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The package of the page's program.
pub(crate) const PROGRAM: &str = "gradient-playground-web";

/// The folder of the workspace's `Cargo.toml`.
pub(crate) fn root() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.ancestors().nth(2).unwrap_or(xtask).to_owned()
}

/// The folder that cargo builds into, which the developer may have chosen.
pub(crate) fn target() -> PathBuf {
    let exe = std::env::current_exe().ok();
    let found = exe.as_deref().and_then(|exe| exe.ancestors().nth(2));
    found.map_or_else(|| root().join("target"), Path::to_owned)
}

/// The folder of the finished page, which Trunk writes.
pub(crate) fn dist() -> PathBuf {
    root().join("dist")
}

/// The build tools from npm, such as wasm-opt.
pub(crate) fn npm_tools() -> PathBuf {
    target().join("tools")
}

/// The installed packages and the results of the browser tests.
pub(crate) fn e2e() -> PathBuf {
    target().join("e2e")
}

/// The version of a crate in `Cargo.lock`.
pub(crate) fn locked_version(package: &str) -> Result<String> {
    let path = root().join("Cargo.lock");
    let lock = std::fs::read_to_string(&path).with_context(|| format!("{} must be readable", path.display()))?;
    version_in_lock(&lock, package).map(str::to_owned).with_context(|| format!("Cargo.lock must pin {package}"))
}

fn version_in_lock<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let head = format!("name = \"{package}\"\nversion = \"");
    let (_, rest) = lock.split_once(&head)?;
    rest.split('"').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_locked_version_is_the_one_of_the_package_itself() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"9\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.129\"\n";
        assert_eq!(version_in_lock(lock, "wasm-bindgen"), Some("0.2.129"));
        assert_eq!(version_in_lock(lock, "wasm"), None);
    }
}
