//! Installs what the browser tests need: three browsers, Node and Python from the system, and packages
//! from npm and PyPI in the build folder. As root on Debian it installs missing programs; elsewhere it
//! names the command that does. It never downloads a browser build.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::process::{find, program, run as run_program};
use crate::setup::{is_same, missing, npm_packages};
use crate::workspace;

/// The browsers that the tests start.
pub(crate) struct Browsers {
    /// A Chromium or Chrome.
    pub(crate) chromium: PathBuf,
    /// An unmodified Firefox, controlled by WebDriver BiDi.
    pub(crate) firefox: PathBuf,
    /// WebKit, on Linux only: on other systems no program can control one without changes to the system's settings.
    pub(crate) webkit: Option<WebKit>,
}

/// WebKitGTK's small browser, and the programs that control it.
pub(crate) struct WebKit {
    /// The WebDriver server.
    pub(crate) driver: PathBuf,
    /// The browser.
    pub(crate) minibrowser: PathBuf,
    /// A virtual screen, because the browser has no headless mode.
    pub(crate) xvfb: PathBuf,
}

/// A required program: its possible names, and its Debian package.
#[derive(Clone, Copy)]
pub(crate) struct Need {
    names: &'static [&'static str],
    package: &'static str,
}

const CHROMIUM: Need =
    Need { names: &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"], package: "chromium" };
const FIREFOX: Need = Need { names: &["firefox-esr", "firefox"], package: "firefox-esr" };
const WEBKIT: [Need; 2] =
    [Need { names: &["WebKitWebDriver"], package: "webkit2gtk-driver" }, Need { names: &["Xvfb"], package: "xvfb" }];
/// Node and its packages.
pub(crate) const NODE: [Need; 2] =
    [Need { names: &["node"], package: "nodejs" }, Need { names: &["npm"], package: "npm" }];
/// Python.
pub(crate) const PYTHON: Need = Need { names: &["python3"], package: "python3 python3-venv" };

impl Need {
    fn find(&self) -> Option<PathBuf> {
        self.names.iter().find_map(|name| find(name))
    }
}

/// Makes sure that Chromium, Node, npm, and the npm packages of the browser tests are installed.
pub(crate) fn ensure_chromium() -> Result<PathBuf> {
    let [node, npm] = NODE;
    system(&[CHROMIUM, node, npm])?;
    npm_packages(&sources(), &workspace::e2e())?;
    CHROMIUM.find().context("the package chromium must bring a chromium program")
}

/// Makes sure that everything is installed.
pub(crate) fn ensure_all() -> Result<Browsers> {
    let [node, npm] = NODE;
    system(&[CHROMIUM, FIREFOX, node, npm, PYTHON])?;
    if cfg!(target_os = "linux") {
        system(&WEBKIT)?;
    }
    npm_packages(&sources(), &workspace::e2e())?;
    python_packages(&sources().join("requirements.txt"), &workspace::e2e().join("venv"))?;
    Ok(Browsers {
        chromium: CHROMIUM.find().context("the package chromium must bring a chromium program")?,
        firefox: FIREFOX.find().context("the package firefox-esr must bring a firefox program")?,
        webkit: if cfg!(target_os = "linux") { Some(webkit()?) } else { None },
    })
}

fn webkit() -> Result<WebKit> {
    let [driver, xvfb] = WEBKIT.map(|need| need.find());
    Ok(WebKit {
        driver: driver.context("the package webkit2gtk-driver must bring WebKitWebDriver")?,
        minibrowser: minibrowser().context("WebKitGTK must bring its MiniBrowser below /usr/lib or /usr/libexec")?,
        xvfb: xvfb.context("the package xvfb must bring Xvfb")?,
    })
}

/// MiniBrowser, which is installed next to WebKitGTK's own processes, in a folder that is not on PATH.
fn minibrowser() -> Option<PathBuf> {
    let inside = |dir: &Path| -> Vec<PathBuf> {
        let entries = fs::read_dir(dir).into_iter().flatten().flatten();
        entries.map(|entry| entry.path()).filter(|path| path.is_dir()).collect()
    };
    let mut dirs = inside(Path::new("/usr/libexec"));
    for dir in inside(Path::new("/usr/lib")) {
        dirs.extend(inside(&dir));
        dirs.push(dir);
    }
    // The newest, if there are several.
    dirs.sort();
    let is_webkit = |dir: &PathBuf| dir.file_name().is_some_and(|name| name.to_string_lossy().starts_with("webkit"));
    dirs.into_iter().filter(is_webkit).map(|dir| dir.join("MiniBrowser")).rfind(|path| path.is_file())
}

/// The Python of the virtual environment with the packages of `requirements.txt`.
pub(crate) fn python() -> PathBuf {
    python_of(&workspace::e2e().join("venv"))
}

/// The Python of a virtual environment.
pub(crate) fn python_of(venv: &Path) -> PathBuf {
    if cfg!(windows) { venv.join("Scripts/python.exe") } else { venv.join("bin/python") }
}

fn sources() -> PathBuf {
    workspace::root().join("tests/e2e")
}

/// Makes sure that these programs are installed.
pub(crate) fn system(needs: &[Need]) -> Result<()> {
    let absent: Vec<&Need> = needs.iter().filter(|need| need.find().is_none()).collect();
    if absent.is_empty() {
        return Ok(());
    }
    let packages: Vec<&str> = absent.iter().flat_map(|need| need.package.split(' ')).collect();
    let names: Vec<&str> = absent.iter().map(|need| need.names[0]).collect();
    install(&names.join(", "), &packages)
}

/// Installs packages of the system as root on Debian; elsewhere it names the command that does.
pub(crate) fn install(what: &str, packages: &[&str]) -> Result<()> {
    if !is_root_on_debian() {
        let cure = format!("sudo apt-get install {}", packages.join(" "));
        return Err(missing(what, &cure));
    }
    println!("installing {}", packages.join(", "));
    let apt = || {
        let mut apt = program("apt-get");
        apt.env("DEBIAN_FRONTEND", "noninteractive").arg("-qq");
        apt
    };
    run_program(apt().arg("update"))?;
    run_program(apt().args(["install", "--yes", "--no-install-recommends"]).args(packages))
}

fn is_root_on_debian() -> bool {
    let is_root = fs::read_to_string("/proc/self/status").is_ok_and(|status| {
        status.lines().any(|line| line.starts_with("Uid:") && line.split_whitespace().nth(2) == Some("0"))
    });
    is_root && Path::new("/etc/debian_version").exists() && find("apt-get").is_some()
}

/// Installs the packages of a list into a virtual environment, unless they are installed already.
pub(crate) fn python_packages(requirements: &Path, venv: &Path) -> Result<()> {
    let stamp = venv.join("installed-requirements.txt");
    if is_same(requirements, &stamp) {
        return Ok(());
    }
    println!("installing the Python packages of {}", requirements.display());
    let create = || run_program(program("python3").args(["-m", "venv", "--clear"]).arg(venv));
    if create().is_err() {
        // On Debian python3 can be installed without python3-venv, and then fails here.
        system(&[Need { names: &["python3 with venv"], package: "python3-venv" }])?;
        create()?;
    }
    let mut pip = program(&python_of(venv).to_string_lossy());
    run_program(pip.args(["-m", "pip", "install", "--quiet", "-r"]).arg(requirements))?;
    fs::copy(requirements, stamp)?;
    Ok(())
}
