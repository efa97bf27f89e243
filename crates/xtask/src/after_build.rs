//! The hook that Trunk calls between building and publishing. It moves everything that index.html loads into one folder, whose
//! name is a hash of its contents. So each file can load the others by relative name, browsers may cache them forever, and files
//! of two builds are never mixed.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::thread;

use anyhow::{Context, Result, anyhow, bail};

use crate::process::{find, program, run as run_program};
use crate::{bundle, function_order, service_worker, shared_files, styles, workspace};

/// Where index.html loads the page's own files; Trunk writes this mark, as `Trunk.toml` says.
const MARK: &str = "<program></program>";

/// The element for course pages, in the root of what is published.
const ELEMENT: &str = "embed.js";

/// Finishes the page in the folder that Trunk is about to publish.
pub(crate) fn run() -> Result<()> {
    let staging = PathBuf::from(std::env::var_os("TRUNK_STAGING_DIR").context("Trunk sets TRUNK_STAGING_DIR")?);
    let profile = cargo_profile();
    let page = workspace::target().join("page");
    if page.exists() {
        fs::remove_dir_all(&page)?;
    }
    fs::create_dir_all(&page)?;
    let needs = bundle::divide(&profile, &page)?;
    for script in ["boot.js", "frame.js", "parts.js", "choose.js", "offline.js"] {
        fs::rename(staging.join(script), page.join(script))?;
    }
    for set in
        files(&workspace::root().join("web/data"))?.iter().filter(|file| file.extension() == Some("csv".as_ref()))
    {
        fs::copy(set, page.join(set.file_name().context("a file has a name")?))?;
    }
    let html = fs::read_to_string(staging.join("index.html"))?;
    let html = styles::join(&html, &staging, &page.join("style.css"))?;
    // A build for development need not be small.
    if profile == "release" {
        bundle::shorten_imports(&page)?;
        optimise_all(&page, "wasm")?;
    }
    lessons(&page)?;
    shared_files::join(&page, bundle::CHUNKS)?;
    shared_files::list(&page, &needs)?;
    if profile == "release" {
        optimise_all(&page, "js")?;
        optimise_all(&page, "css")?;
        optimise(&staging.join(ELEMENT))?;
    }
    // Course pages name it: it has one address for ever, and one for as long as its version lives.
    fs::create_dir_all(staging.join("v1"))?;
    fs::copy(staging.join(ELEMENT), staging.join("v1").join(ELEMENT))?;
    for left in files(&staging)?.iter().filter(|file| file.to_string_lossy().contains(workspace::PROGRAM)) {
        // Trunk has generated bindings for the undivided program, which the page does not load.
        fs::remove_file(left)?;
    }
    let name = name_of(&page)?;
    // A build for development is not kept in the browser: as it is copied, the service worker only takes older ones away.
    if profile == "release" {
        service_worker::fill_in(&staging, &page, &name)?;
    }
    fs::rename(&page, staging.join(&name))?;
    Ok(fs::write(staging.join("index.html"), linked(&html, &name)?)?)
}

/// Checks the lessons and writes them beside the program. They are read by a program of its own, which knows the playground.
fn lessons(page: &Path) -> Result<()> {
    let mut publish = program("cargo");
    publish.env("CARGO_TARGET_DIR", workspace::target()).current_dir(workspace::root());
    run_program(publish.args(["run", "--quiet", "--package", "lessons", "--", "publish"]).arg(page))
}

/// The cargo profile of this build. Trunk only says whether the build is a release; a command that chooses another profile
/// sets the variable.
fn cargo_profile() -> String {
    match (std::env::var("TRUNK_BUILD_CARGO_PROFILE"), std::env::var("TRUNK_PROFILE").as_deref()) {
        (Ok(profile), _) => profile,
        (_, Ok("release")) => "release".to_owned(),
        _ => "debug".to_owned(),
    }
}

/// The page with the tags for what it loads, without comments and empty lines.
fn linked(html: &str, folder: &str) -> Result<String> {
    if !html.contains(MARK) {
        bail!("index.html must hold {MARK} after Trunk's build");
    }
    // All are requested at once, in this order, because the visitor waits for the program.
    let program = format!(
        "<link rel=\"modulepreload\" href=\"./{folder}/program.js\"><link rel=\"modulepreload\" href=\"./{folder}/chunks.js\">\
         <link rel=\"preload\" href=\"./{folder}/program_bg.wasm\" as=\"fetch\" type=\"application/wasm\" crossorigin>\
         <link rel=\"stylesheet\" href=\"./{folder}/style.css\"><script defer src=\"./{folder}/boot.js\"></script>"
    );
    let is_comment = |line: &str| line.starts_with("<!--") && line.ends_with("-->");
    let html = html.replace(MARK, &program);
    Ok(html.lines().filter(|line| !line.is_empty() && !is_comment(line)).flat_map(|line| [line, "\n"]).collect())
}

/// Minimises all files of a kind, as many at a time as there are processors, the largest first.
fn optimise_all(folder: &Path, extension: &str) -> Result<()> {
    let mut files = files(folder)?;
    files.retain(|file| file.extension().is_some_and(|it| it == extension));
    files.sort_by_key(|file| fs::metadata(file).map_or(0, |it| it.len()));
    let left = Mutex::new(files);
    let next = || left.lock().ok()?.pop();
    let work = || std::iter::from_fn(next).try_for_each(|file| optimise(&file));
    let workers = thread::available_parallelism().map_or(1, NonZero::get);
    thread::scope(|scope| {
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        workers
            .into_iter()
            .try_for_each(|it| it.join().map_err(|_| anyhow!("a thread that minimises files panicked"))?)
    })
}

/// Minimises one file, if the tool for it is installed.
pub(crate) fn optimise(file: &Path) -> Result<()> {
    let mut command = match file.extension().and_then(|extension| extension.to_str()) {
        Some("wasm") if find("wasm-opt").is_some() => {
            // A second round finds what the first laid open. Values that are not computed twice but kept save bytes and make like code
            // unlike, which costs more when it is compressed. The lowest addresses are unused, because they are the end of the stack.
            wasm_opt(file, &["-Oz", "-Oz", "--skip-pass=local-cse", "--low-memory-unused", "--debuginfo"])?;
            fs::write(file, function_order::named_by_place(&fs::read(file)?)?)?;
            return wasm_opt(file, &["--reorder-functions-by-name", "--strip-debug", "--strip-producers"]);
        }
        Some("js" | "css") if find("esbuild").is_some() => {
            let mut esbuild = program("esbuild");
            // The syntax is kept as written, so that it runs in the browsers that it was written for.
            esbuild.args(["--minify", "--target=esnext", "--charset=utf8", "--log-level=warning", "--allow-overwrite"]);
            esbuild.arg(file).arg(format!("--outfile={}", file.display()));
            esbuild
        }
        _ => return Ok(()),
    };
    run_program(&mut command)
}

fn wasm_opt(file: &Path, options: &[&str]) -> Result<()> {
    run_program(program("wasm-opt").args(options).arg(file).arg("-o").arg(file))
}

/// The name of a folder: a hash of the names and contents of its files.
fn name_of(folder: &Path) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    for file in files(folder)? {
        (file.file_name(), fs::read(&file)?).hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// The files directly in a folder, sorted by name.
pub(crate) fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    let mut files: Vec<PathBuf> = entries.iter().map(fs::DirEntry::path).filter(|path| path.is_file()).collect();
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_loads_what_is_in_the_folder_and_loses_its_comments() -> Result<()> {
        let html = linked("<head>\n<!-- Why. -->\n<program></program>\n\n</head>", "0a")?;
        assert!(html.starts_with("<head>\n<link rel=\"modulepreload\" href=\"./0a/program.js\">"), "{html}");
        assert!(html.ends_with("<script defer src=\"./0a/boot.js\"></script>\n</head>\n"), "{html}");
        assert!(linked("<head></head>", "0a").is_err());
        Ok(())
    }

    #[test]
    fn a_folder_is_named_by_what_is_in_it() -> Result<()> {
        let dir = workspace::target().join("tmp/named");
        fs::create_dir_all(&dir)?;
        let named = |text: &str| -> Result<String> {
            fs::write(dir.join("a.js"), text)?;
            name_of(&dir)
        };
        let names = [named("1")?, named("2")?, named("1")?];
        assert_eq!(names[0], names[2]);
        assert_ne!(names[0], names[1]);
        Ok(fs::remove_dir_all(dir)?)
    }
}
