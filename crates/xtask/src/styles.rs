//! The page's style sheets, as the build leaves them: one file of those that a first visit needs and one of those that come with
//! the rest of the program. Which is which index.html says; the boot script fetches the second. It reads no rules.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use anyhow::{Context, Result, ensure};

/// How index.html marks a style sheet that may come later.
const LATER: &str = "data-later";

/// Joins the style sheets in `staging`, in the page's order, and names the later ones' file to the boot script.
pub(crate) fn join(staging: &Path) -> Result<()> {
    let page = staging.join("index.html");
    let html = fs::read_to_string(&page)?;
    let mut joined = [String::new(), String::new()];
    for (name, is_later) in sheets(&html) {
        let file = staging.join(name);
        let text = fs::read_to_string(&file).with_context(|| format!("{} must be readable", file.display()))?;
        joined[usize::from(is_later)].push_str(&text);
        fs::remove_file(&file)?;
    }
    let names = [name(&joined[0], ".css"), name(&joined[1], "_rest.css")];
    for (name, text) in names.iter().zip(&joined) {
        fs::write(staging.join(name), text)?;
    }
    Ok(fs::write(page, linked(&html, &names)?)?)
}

/// Named by what is in it: an old one never meets a new page.
fn name(text: &str, end: &str) -> String {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    format!("style-{:016x}{end}", hasher.finish())
}

/// The style sheets that a page links to, and whether each may come later.
fn sheets(html: &str) -> impl Iterator<Item = (&str, bool)> {
    links(html).filter_map(|tag| {
        let (_, rest) = tag.split_once("href=\"./")?;
        Some((rest.split_once('"')?.0, tag.contains(LATER)))
    })
}

fn links(html: &str) -> impl Iterator<Item = &str> {
    let ends = html.match_indices("<link rel=\"stylesheet\"").map(|(start, _)| &html[start..]);
    ends.filter_map(|tag| Some(&tag[..=tag.find('>')?]))
}

/// The page with one link in the first one's place, and the later file's name among the boot script's attributes; without lines that
/// are comments or empty.
fn linked(html: &str, [first, later]: &[String; 2]) -> Result<String> {
    const SCRIPT: &str = " src=\"./boot.js\"";
    ensure!(html.contains(SCRIPT), "index.html must load the boot script by{SCRIPT}");
    let mut out = html.replace(SCRIPT, &format!("{SCRIPT} data-style=\"./{later}\""));
    for (index, tag) in links(html).enumerate() {
        let by = if index == 0 { format!("<link rel=\"stylesheet\" href=\"./{first}\">") } else { String::new() };
        out = out.replace(tag, &by);
    }
    let is_comment = |line: &str| line.starts_with("<!--") && line.ends_with("-->");
    let sent = out.lines().filter(|line| !line.is_empty() && !is_comment(line));
    Ok(sent.flat_map(|line| [line, "\n"]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<script async src=\"./boot.js\" data-wasm=\"./a.wasm\"></script>\n\
        <link rel=\"stylesheet\" href=\"./a-1.css\"/>\n<link rel=\"stylesheet\" href=\"./b-2.css\" data-later/>\n\
        <!-- Why. -->\n\n<link rel=\"icon\" href=\"./c.svg\">\n<link rel=\"stylesheet\" href=\"./d-3.css\"/>";

    #[test]
    fn a_page_links_to_its_first_styles_and_names_the_later_ones() -> Result<()> {
        let dir = crate::workspace::target().join("tmp/styles");
        fs::create_dir_all(&dir)?;
        for (name, text) in [("index.html", PAGE), ("a-1.css", "a{}"), ("b-2.css", "b{}"), ("d-3.css", "d{}")] {
            fs::write(dir.join(name), text)?;
        }
        join(&dir)?;
        let html = fs::read_to_string(dir.join("index.html"))?;
        let (first, later) = (name("a{}d{}", ".css"), name("b{}", "_rest.css"));
        assert_eq!(sheets(&html).collect::<Vec<_>>(), [(first.as_str(), false)]);
        assert!(
            html.contains(&format!("<script async src=\"./boot.js\" data-style=\"./{later}\" data-wasm")),
            "{html}"
        );
        assert!(html.contains(">\n<link rel=\"icon\" href=\"./c.svg\">"), "what is no style sheet stays: {html}");
        assert!(!html.contains("Why"), "comments are for those who read the source: {html}");
        assert_eq!(fs::read_to_string(dir.join(first))?, "a{}d{}");
        assert_eq!(fs::read_to_string(dir.join(later))?, "b{}");
        assert!(!dir.join("a-1.css").exists(), "what was joined goes");
        Ok(fs::remove_dir_all(dir)?)
    }
}
