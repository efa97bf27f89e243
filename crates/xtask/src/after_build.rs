//! What Trunk calls between building and publishing: wasm-opt over the release's wasm files,
//! where the tool is installed. Trunk's own wasm-opt step would fail where it is not.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::process;

/// Optimises the wasm files of the folder that Trunk is about to publish.
pub(crate) fn run() -> Result<()> {
    if std::env::var("TRUNK_PROFILE").as_deref() != Ok("release") {
        return Ok(());
    }
    let staging = std::env::var_os("TRUNK_STAGING_DIR").context("Trunk sets TRUNK_STAGING_DIR")?;
    for file in wasm_files(Path::new(&staging))? {
        optimise_if_possible(&file)?;
    }
    Ok(())
}

/// Runs wasm-opt over one file, in place; where the tool is missing, the file stays as it is.
pub(crate) fn optimise_if_possible(file: &Path) -> Result<()> {
    if process::find("wasm-opt").is_none() {
        eprintln!("wasm-opt is not installed: the page works, and is somewhat larger and slower");
        return Ok(());
    }
    let optimised = file.with_extension("optimised");
    // Which features the code may use is read from the file's own target_features section. What the compiler left apart stays
    // apart, and functions stand in the order of their names: like beside like is what gzip makes small.
    let small = ["-Oz", "-aimfs", "0", "-fimfs", "0", "-ocimfs", "0"];
    let ordered = ["-g", "--reorder-functions-by-name"];
    process::run(process::program("wasm-opt").args(small).args(ordered).arg(file).arg("-o").arg(&optimised))?;
    process::run(process::program("wasm-opt").arg("--strip-debug").arg(&optimised).arg("-o").arg(&optimised))?;
    std::fs::rename(&optimised, file)?;
    Ok(())
}

fn wasm_files(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "wasm") {
            found.push(path);
        }
    }
    Ok(found)
}
