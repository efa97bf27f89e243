//! The program as the page loads it: divided into chunks at the functions that `#[wasm_split]` marks, then bound to JavaScript.
//! Trunk has no hook between compiling and generating bindings, so both steps are done here, starting from the linker's output.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow, ensure};
use wasm_split_cli_support::{Options, transform};

use crate::after_build::files;
use crate::panic_places;
use crate::process::{program, run as run_program};
use crate::shared_files::Needs;
use crate::workspace;

/// The module that loads the chunks, which the divided program imports.
pub(crate) const CHUNKS: &str = "chunks.js";

/// How a chunk is loaded. The library always compiles while it downloads, which fails on hosts that send another content type
/// than application/wasm. Our way falls back to loading the whole chunk first.
const LIBRARYS_WAY: &str = "WebAssembly.instantiateStreaming(src, imports)";
const OUR_WAY: &str = "instantiate(src, imports)";

/// How a chunk that did not come is told to the console. The page says it in words and can try again, and Firefox calls it a
/// failure, too, when a page is left while a chunk is under way: a warning, not the library's error.
const LIBRARYS_ERROR: &str = "console.error(e);";
const OUR_WARNING: &str = "console.warn(e);";
const INSTANTIATE: &str = "
async function instantiate(coming, imports) {
    const answer = await coming;
    if (!answer.ok) throw new Error(`${answer.url}: ${answer.status} ${answer.statusText}`);
    const isWasm = (answer.headers.get('content-type') ?? '').startsWith('application/wasm');
    return isWasm ? WebAssembly.instantiateStreaming(answer, imports) : WebAssembly.instantiate(await answer.arrayBuffer(), imports);
}
";

/// Writes `program.js`, `program_bg.wasm`, `chunks.js` and the chunks into the folder `out`, and says which files each chunk needs.
pub(crate) fn divide(profile: &str, out: &Path) -> Result<Needs> {
    let linked = workspace::target().join(format!("wasm32-unknown-unknown/{profile}/{}.wasm", workspace::PROGRAM));
    let linked = fs::read(&linked).with_context(|| format!("{} must have been built", linked.display()))?;
    let main = out.join("program.wasm");
    let linked = panic_places::without_columns(linked)?;
    let mut options = Options::new(&linked);
    (options.output_dir, options.main_out_path) = (out, &main);
    (options.main_module, options.link_name) = ("./program.js", "./chunks.js");
    let divided = transform(options).map_err(|error| anyhow!("the program must be divisible: {error:#}"))?;
    // The chunks use the main program's memory and table, which are exported only with --keep-lld-exports.
    let mut bind = program("wasm-bindgen");
    bind.args(["--target", "web", "--no-typescript", "--keep-lld-exports", "--out-name", "program", "--out-dir"]);
    run_program(bind.arg(out).arg(&main))?;
    fs::remove_file(main)?;
    let script = fs::read_to_string(out.join(CHUNKS))?;
    for way in [LIBRARYS_WAY, LIBRARYS_ERROR] {
        ensure!(script.contains(way), "wasm_split_cli_support must load chunks by {way}");
    }
    let script = script.replace(LIBRARYS_WAY, OUR_WAY).replace(LIBRARYS_ERROR, OUR_WARNING);
    fs::write(out.join(CHUNKS), script + INSTANTIATE)?;
    Ok(divided.prefetch_map.into_iter().collect())
}

/// Renames the functions that the program imports from JavaScript: wasm-bindgen's names end with sixteen digits of a hash, which
/// do not compress; numbers do. The names keep their length, so that they can be replaced in place.
pub(crate) fn shorten_imports(folder: &Path) -> Result<()> {
    let names: BTreeMap<String, String> = {
        let glue = fs::read_to_string(folder.join("program.js"))?;
        let found: std::collections::BTreeSet<&str> = hashed_names(&glue).collect();
        let numbered = |(n, name): (usize, &str)| (name.to_owned(), format!("{}{n:016}", &name[..name.len() - 16]));
        found.into_iter().enumerate().map(numbered).collect()
    };
    for file in files(folder)? {
        let mut bytes = fs::read(&file)?;
        let mut at = 0;
        while let Some(start) = position(&bytes[at..], PREFIX.as_bytes()) {
            let start = at + start;
            let end = start + bytes[start..].iter().take_while(|byte| is_of_name(**byte)).count();
            // In a wasm file, the byte after the name of an import is 0, which ends the name here.
            if let Some(by) = names.get(&*String::from_utf8_lossy(&bytes[start..end])) {
                bytes[start..end].copy_from_slice(by.as_bytes());
            }
            at = end;
        }
        fs::write(&file, bytes)?;
    }
    Ok(())
}

const PREFIX: &str = "__wbg_";

fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

fn position(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).position(|window| window == word)
}

/// The names in wasm-bindgen's glue that end with sixteen hexadecimal digits.
fn hashed_names(glue: &str) -> impl Iterator<Item = &str> {
    glue.match_indices(PREFIX).filter_map(|(start, _)| {
        let name = &glue[start..];
        let name = &name[..name.bytes().take_while(|byte| is_of_name(*byte)).count()];
        let (_, digits) = name.rsplit_once('_')?;
        (digits.len() == 16 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_are_numbered_alike_in_glue_and_program() -> Result<()> {
        let dir = workspace::target().join("tmp/imports");
        fs::create_dir_all(&dir)?;
        let (a, b) = ("__wbg_log_0123456789abcdef", "__wbg_get_fedcba9876543210");
        fs::write(dir.join("program.js"), format!("{a}: 1, {b}: 2, __wbg_cast_1: 3"))?;
        fs::write(dir.join("x.wasm"), format!("_{a}\0a{b}\0{a}\0"))?;
        shorten_imports(&dir)?;
        let (a, b) = ("__wbg_log_0000000000000001", "__wbg_get_0000000000000000");
        assert_eq!(fs::read_to_string(dir.join("program.js"))?, format!("{a}: 1, {b}: 2, __wbg_cast_1: 3"));
        assert_eq!(fs::read_to_string(dir.join("x.wasm"))?, format!("_{a}\0a{b}\0{a}\0"));
        Ok(fs::remove_dir_all(dir)?)
    }
}
