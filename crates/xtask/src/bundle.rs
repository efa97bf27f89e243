//! The program as the page loads it: divided into chunks at the functions that `#[wasm_split]` marks, then bound to JavaScript.
//! Trunk has no hook between compiling and generating bindings, so both steps are done here, starting from the linker's output.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow, ensure};
use wasm_split_cli_support::{Options, transform};

use crate::after_build::files;
use crate::process::{program, run as run_program};
use crate::workspace;

/// The module that loads the chunks, which the divided program imports.
const CHUNKS: &str = "chunks.js";

/// How a chunk is loaded. The library always compiles while it downloads, which fails on hosts that send another content type
/// than application/wasm. Our way falls back to loading the whole chunk first.
const LIBRARYS_WAY: &str = "WebAssembly.instantiateStreaming(src, imports)";
const OUR_WAY: &str = "instantiate(src, imports)";
const INSTANTIATE: &str = "
async function instantiate(coming, imports) {
    const answer = await coming;
    if (!answer.ok) throw new Error(`${answer.url}: ${answer.status} ${answer.statusText}`);
    const isWasm = (answer.headers.get('content-type') ?? '').startsWith('application/wasm');
    return isWasm ? WebAssembly.instantiateStreaming(answer, imports) : WebAssembly.instantiate(await answer.arrayBuffer(), imports);
}
";

/// Writes `program.js`, `program_bg.wasm`, `chunks.js` and the chunks into the folder `out`.
pub(crate) fn divide(profile: &str, out: &Path) -> Result<()> {
    let linked = workspace::target().join(format!("wasm32-unknown-unknown/{profile}/{}.wasm", workspace::PROGRAM));
    let linked = fs::read(&linked).with_context(|| format!("{} must have been built", linked.display()))?;
    let main = out.join("program.wasm");
    let mut options = Options::new(&linked);
    (options.output_dir, options.main_out_path) = (out, &main);
    (options.main_module, options.link_name) = ("./program.js", "./chunks.js");
    transform(options).map_err(|error| anyhow!("the program must be divisible: {error:#}"))?;
    // The chunks use the main program's memory and table, which are exported only with --keep-lld-exports.
    let mut bind = program("wasm-bindgen");
    bind.args(["--target", "web", "--no-typescript", "--keep-lld-exports", "--out-name", "program", "--out-dir"]);
    run_program(bind.arg(out).arg(&main))?;
    fs::remove_file(main)?;
    let script = fs::read_to_string(out.join(CHUNKS))?;
    ensure!(script.contains(LIBRARYS_WAY), "wasm_split_cli_support must load chunks by {LIBRARYS_WAY}");
    Ok(fs::write(out.join(CHUNKS), script.replace(LIBRARYS_WAY, OUR_WAY) + INSTANTIATE)?)
}

/// Adds to the start script's list of files whatever else the chunks in it need: what several chunks use is in files of its own,
/// whose names only the build knows. So all of them are asked for at once.
pub(crate) fn list_shared_files(folder: &Path) -> Result<()> {
    let (chunks, boot) = (fs::read_to_string(folder.join(CHUNKS))?, folder.join("boot.js"));
    let script = fs::read_to_string(&boot)?;
    Ok(fs::write(boot, with_shared_files(&script, &chunks))?)
}

fn with_shared_files(script: &str, chunks: &str) -> String {
    let mut script = script.to_owned();
    for loader in chunks.split("export const __wasm_split_load_").skip(1) {
        let name: String = loader.chars().take_while(|letter| letter.is_ascii() && is_of_name(*letter as u8)).collect();
        let needed = loader
            .split("__chunk_")
            .skip(1)
            .filter_map(|rest| rest.split(|letter: char| !letter.is_ascii_digit()).next());
        let file = format!("'split_{name}.wasm'");
        let files = needed.fold(file.clone(), |files, n| files + &format!(", 'chunk_{n}.wasm'"));
        script = script.replace(&file, &files);
    }
    script
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
    fn files_that_several_chunks_need_are_asked_for_with_them() {
        let chunks = "const __chunk_8 = makeLoad(() => {}, []);\n\
            export const __wasm_split_load_words_zh = wrapAsyncCb(makeLoad(() => {}\n, []));\n\
            export const __wasm_split_load_words_en = wrapAsyncCb(makeLoad(() => {}\n, [__chunk_8, __chunk_10]));\n";
        let script = "files: ['split_words_en.wasm'], files: ['split_words_zh.wasm']";
        let expected =
            "files: ['split_words_en.wasm', 'chunk_8.wasm', 'chunk_10.wasm'], files: ['split_words_zh.wasm']";
        assert_eq!(with_shared_files(script, chunks), expected);
    }

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
