//! What Trunk calls between building and publishing: wasm-opt over the release's wasm file, where the tool is installed (Trunk's
//! own wasm-opt step would fail where it is not), esbuild over scripts and styles, and the division of program and styles into
//! what a first visit needs and the rest.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::profile::FirstVisit;
use crate::split::{self, Parts, Whole};
use crate::{process, styles, workspace};

/// Optimises and divides the wasm file of the folder that Trunk is about to publish.
pub(crate) fn run() -> Result<()> {
    if std::env::var("TRUNK_PROFILE").as_deref() != Ok("release") {
        return Ok(());
    }
    let staging = std::env::var_os("TRUNK_STAGING_DIR").context("Trunk sets TRUNK_STAGING_DIR")?;
    let staging = Path::new(&staging);
    let files = files(staging, "wasm")?;
    let [file] = files.as_slice() else { anyhow::bail!("there must be one wasm file, got {files:?}") };
    optimise_if_possible(file)?;
    minify_if_possible(staging)?;
    styles::join(staging)?;
    if std::env::var_os(crate::profile::WHOLE).is_some() {
        return Ok(());
    }
    divide(staging, file)
}

/// Runs wasm-opt over one file, in place; where the tool is missing, the file stays as it is. Functions keep their names.
pub(crate) fn optimise_if_possible(file: &Path) -> Result<()> {
    if process::find("wasm-opt").is_none() {
        eprintln!("wasm-opt is not installed: the page works, and is somewhat larger and slower");
        return Ok(());
    }
    // The linker's notes would not be kept true.
    fs::write(file, split::without_notes(&fs::read(file)?)?)?;
    let optimised = file.with_extension("optimised");
    // Which features the code may use is read from the file's own target_features section. What the compiler left apart stays
    // apart, and functions stand in the order of their names: like beside like is what gzip makes small.
    let small = ["-Oz", "-aimfs", "0", "-fimfs", "0", "-ocimfs", "0"];
    let ordered = ["-g", "--reorder-functions-by-name"];
    process::run(process::program("wasm-opt").args(small).args(ordered).arg(file).arg("-o").arg(&optimised))?;
    fs::rename(&optimised, file)?;
    Ok(())
}

/// Takes comments and long names out of scripts and styles; where the tool is missing, they stay.
fn minify_if_possible(staging: &Path) -> Result<()> {
    if process::find("esbuild").is_none() {
        return Ok(());
    }
    for entry in fs::read_dir(staging)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "js" || extension == "css") {
            let mut esbuild = process::program("esbuild");
            // No other syntax than was written: it runs in the browsers that it was written for.
            esbuild.arg(&path).args(["--minify", "--target=esnext", "--charset=utf8", "--log-level=warning"]);
            let mut out = std::ffi::OsString::from("--outfile=");
            out.push(&path);
            process::run(esbuild.arg("--allow-overwrite").arg(out))?;
        }
    }
    Ok(())
}

/// Replaces the file by its two parts, whose names come from what is in them: an old one never meets a new one.
fn divide(staging: &Path, file: &Path) -> Result<()> {
    let list = fs::read_to_string(crate::profile::list()).context("the list of a first visit's functions")?;
    let whole = fs::read(file)?;
    let first_visit = FirstVisit::new(&list, Whole::read(&whole)?.names());
    let Parts { first, rest, names: short, costs } =
        split::split(&whole, &fs::read(linked())?, |name| first_visit.runs(name))?;
    crate::size::note_costs(&costs)?;
    let mut hasher = DefaultHasher::new();
    (&first, &rest).hash(&mut hasher);
    let hash = hasher.finish();
    let names = [format!("playground-{hash:016x}_bg.wasm"), format!("playground-{hash:016x}_rest.wasm")];
    name_parts(&staging.join("index.html"), file, &names[0], &names[1])?;
    for script in files(staging, "js")? {
        let text = fs::read_to_string(&script)?;
        fs::write(&script, short.shorten(&text))?;
    }
    fs::remove_file(file)?;
    fs::write(staging.join(&names[0]), first)?;
    fs::write(staging.join(&names[1]), rest)?;
    Ok(())
}

/// The module as the linker made it.
fn linked() -> PathBuf {
    workspace::target().join("wasm32-unknown-unknown/release/gradient-playground-web.wasm")
}

/// Puts the names of the two parts into the page in place of the whole's.
pub(crate) fn name_parts(page: &Path, whole: &Path, first: &str, rest: &str) -> Result<()> {
    let whole = whole.file_name().and_then(|name| name.to_str()).context("the file has a name")?;
    let html = fs::read_to_string(page)?;
    let attribute = format!("/{whole}\"></script>");
    ensure!(html.contains(&attribute), "index.html must end its script's attributes with {whole}");
    let html = html.replace(&attribute, &format!("/{whole}\" data-rest=\"./{rest}\"></script>"));
    Ok(fs::write(page, html.replace(whole, first))?)
}

fn files(dir: &Path, extension: &str) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.extension().is_some_and(|found| found == extension) {
            found.push(path);
        }
    }
    Ok(found)
}
