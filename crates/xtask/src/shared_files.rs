//! What several chunks use. The library that divides the program puts it into files of its own, one for each set of chunks that need
//! the same, and most of them hold a few hundred bytes. Those stand in one file, so that a visitor asks once and not forty times.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::after_build::files;

/// For each chunk the files that it needs, without their ending, as the library that divides the program names them.
pub(crate) type Needs = BTreeMap<String, Vec<String>>;

/// A shared file of fewer bytes is not worth a request of its own.
const SMALL: usize = 4096;

/// The file that holds the small ones.
const TOGETHER: &str = "shared.bin";

/// Gives a part of that file as an answer. What came with another length is no build of ours: it is asked for again the next time.
const PART: &str = "
let together;
function part(start, end) {
    together ??= fetch(new URL('./shared.bin', import.meta.url)).then(async (answer) => {
        const bytes = await answer.arrayBuffer();
        if (!answer.ok || bytes.byteLength !== LENGTH) throw new Error(`${answer.url}: ${answer.status} ${answer.statusText}`);
        return bytes;
    });
    together.catch(() => { together = undefined; });
    return together.then((bytes) => new Response(bytes.slice(start, end)));
}
";

/// Puts the small shared files of the built page in `folder` into one; the module `chunks`, which loads them, then takes each from its
/// place there.
pub(crate) fn join(folder: &Path, chunks: &str) -> Result<()> {
    let script = folder.join(chunks);
    let mut code = fs::read_to_string(&script)?;
    let mut together = Vec::new();
    for file in files(folder)? {
        let name =
            file.file_name().and_then(|name| name.to_str()).context("a built file must have a name in Unicode")?;
        let bytes = fs::read(&file)?;
        if !name.starts_with("chunk_") || bytes.len() >= SMALL {
            continue;
        }
        let request = format!("fetch(new URL(\"./{name}\", import.meta.url))");
        ensure!(code.contains(&request), "wasm_split_cli_support must load files by {request}");
        code = code.replace(&request, &format!("part({}, {})", together.len(), together.len() + bytes.len()));
        together.extend(bytes);
        fs::remove_file(file)?;
    }
    if !together.is_empty() {
        code += &PART.replace("LENGTH", &together.len().to_string());
        fs::write(folder.join(TOGETHER), together)?;
    }
    Ok(fs::write(script, code)?)
}

/// Adds to the start script's list of files whatever else the chunks in it need, so that all are asked for at once.
pub(crate) fn list(folder: &Path, needs: &Needs) -> Result<()> {
    let boot = folder.join("boot.js");
    let script = fs::read_to_string(&boot)?;
    Ok(fs::write(boot, listed(&script, needs, |file| folder.join(file).exists()))?)
}

fn listed(script: &str, needs: &Needs, stands_alone: impl Fn(&str) -> bool) -> String {
    needs.iter().fold(script.to_owned(), |script, (chunk, needed)| {
        let own = format!("split_{chunk}.wasm");
        let mut names = vec![own.clone()];
        for name in needed.iter().map(|name| format!("{name}.wasm")) {
            let name = if stands_alone(&name) { name } else { TOGETHER.to_owned() };
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let names: Vec<String> = names.iter().map(|name| format!("'{name}'")).collect();
        script.replace(&format!("'{own}'"), &names.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace;

    #[test]
    fn small_shared_files_stand_in_one_and_large_ones_alone() -> Result<()> {
        let dir = workspace::target().join("tmp/shared");
        fs::create_dir_all(&dir)?;
        let request = |name: &str| format!("fetch(new URL(\"./{name}\", import.meta.url));");
        for (name, length) in [("chunk_1.wasm", 3), ("chunk_2.wasm", SMALL), ("chunk_3.wasm", 5), ("split_a.wasm", 1)] {
            fs::write(dir.join(name), vec![name.as_bytes()[6]; length])?;
        }
        let names = ["chunk_1.wasm", "chunk_2.wasm", "chunk_3.wasm", "split_a.wasm"];
        fs::write(dir.join("chunks.js"), names.map(request).concat())?;
        join(&dir, "chunks.js")?;
        let code = fs::read_to_string(dir.join("chunks.js"))?;
        let loaders = ["part(0, 3);", &request("chunk_2.wasm"), "part(3, 8);", &request("split_a.wasm"), PART].concat();
        assert_eq!(code, loaders.replace("LENGTH", "8"));
        assert_eq!(fs::read(dir.join(TOGETHER))?, b"11133333");
        assert!(!dir.join("chunk_1.wasm").exists() && dir.join("chunk_2.wasm").exists());
        Ok(fs::remove_dir_all(dir)?)
    }

    #[test]
    fn files_that_a_chunk_needs_are_asked_for_with_it() {
        let needs = |chunk: &str, files: &[&str]| (chunk.to_owned(), files.iter().map(ToString::to_string).collect());
        let needs = Needs::from([
            needs("words_en", &["chunk_8", "chunk_9", "chunk_10", "split_words_en"]),
            needs("words_zh", &["split_words_zh"]),
        ]);
        let script = "files: ['split_words_en.wasm'], files: ['split_words_zh.wasm']";
        let expected = "files: ['split_words_en.wasm', 'shared.bin', 'chunk_10.wasm'], files: ['split_words_zh.wasm']";
        assert_eq!(listed(script, &needs, |file| file == "chunk_10.wasm" || file.starts_with("split_")), expected);
    }
}
