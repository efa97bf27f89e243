//! Joins the page's style sheets into one file, because many small requests take longer than one. It does not parse the rules.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

const LINK: &str = "<link rel=\"stylesheet\"";

/// Moves the style sheets that `html` links to from `folder` into the file `joined`, in their order. Returns the page without
/// the links.
pub(crate) fn join(html: &str, folder: &Path, joined: &Path) -> Result<String> {
    let (mut rest, mut text) = (html.to_owned(), String::new());
    while let Some(start) = rest.find(LINK) {
        let end = start + rest[start..].find('>').context("a link's tag must end")? + 1;
        let (_, name) = rest[start..end].split_once("href=\"./").context("a style sheet's address must be relative")?;
        let file = folder.join(name.split_once('"').context("an address must end")?.0);
        text += &fs::read_to_string(&file).with_context(|| format!("{} must be readable", file.display()))?;
        fs::remove_file(&file)?;
        rest.replace_range(start..end, "");
    }
    fs::write(joined, text)?;
    Ok(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn style_sheets_become_one_in_the_order_of_the_page() -> Result<()> {
        let dir = crate::workspace::target().join("tmp/styles");
        fs::create_dir_all(&dir)?;
        fs::write(dir.join("b-1.css"), "b{}")?;
        fs::write(dir.join("a-2.css"), "a{}")?;
        let html = "<head>\n<link rel=\"stylesheet\" href=\"./b-1.css\"/>\n<link rel=\"icon\" href=\"./c.svg\">\n<link rel=\"stylesheet\" href=\"./a-2.css\">";
        let rest = join(html, &dir, &dir.join("style.css"))?;
        assert_eq!(rest, "<head>\n\n<link rel=\"icon\" href=\"./c.svg\">\n");
        assert_eq!(fs::read_to_string(dir.join("style.css"))?, "b{}a{}");
        assert!(!dir.join("a-2.css").exists(), "what was joined goes");
        Ok(fs::remove_dir_all(dir)?)
    }
}
