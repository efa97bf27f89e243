//! Writes into the service worker which version it keeps: the folder's name, and of each file in it a digest, by which a browser refuses
//! whatever a host sends in its place.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::after_build::{files, optimise};

/// The script in the root of what is published: it keeps what stands beside and below it.
const SCRIPT: &str = "service-worker.js";
const FOLDER: &str = "const FOLDER = '';";
const FILES: &str = "const FILES = {};";

/// Fills in the script in `root` for the files of `folder`, which is published as `name`, and makes it small.
pub(crate) fn fill_in(root: &Path, folder: &Path, name: &str) -> Result<()> {
    let path = root.join(SCRIPT);
    let script = fs::read_to_string(&path)?;
    ensure!(script.contains(FOLDER) && script.contains(FILES), "{SCRIPT} must hold {FOLDER} and {FILES}");
    let mut entries = String::new();
    for file in files(folder)? {
        let name = file.file_name().context("a file has a name")?.to_string_lossy().into_owned();
        entries += &format!("'{name}': 'sha256-{}', ", STANDARD.encode(Sha256::digest(fs::read(&file)?)));
    }
    let script = script.replace(FOLDER, &format!("const FOLDER = '{name}';"));
    fs::write(&path, script.replace(FILES, &format!("const FILES = {{ {entries}}};")))?;
    optimise(&path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_service_worker_of_the_sources_can_be_filled_in() -> Result<()> {
        let dir = crate::workspace::target().join("tmp/service-worker");
        let page = dir.join("page");
        fs::create_dir_all(&page)?;
        fs::write(page.join("a.js"), "foo")?;
        fs::copy(crate::workspace::root().join("web").join(SCRIPT), dir.join(SCRIPT))?;
        fill_in(&dir, &page, "0a")?;
        let script = fs::read_to_string(dir.join(SCRIPT))?;
        // sha256sum of "foo" is 2c26b46b…e7ae.
        let digest = "sha256-LCa0a2j/xo/5m0U8HTBBNBNCLXBkg7+g+YpeiGJm564=";
        assert!(script.contains("0a") && script.contains("a.js") && script.contains(digest), "{script}");
        assert!(fill_in(&dir, &page, "0a").is_err(), "what is filled in has no place left");
        Ok(fs::remove_dir_all(dir)?)
    }
}
