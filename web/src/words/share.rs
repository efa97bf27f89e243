//! The words of what goes out of the page: link, lines to embed.

use std::ops::RangeInclusive;

use super::count;

pub(crate) const SHARE: &str = "Share";
pub(crate) const SHARE_WHAT: &str = "This link opens the same points, network and settings, and how you look at them. It starts at step 0: the trained weights travel with Export.";
pub(crate) const LINK: &str = "Link";
pub(crate) const COPY: &str = "Copy";
pub(crate) const COPIED: &str = "Copied";
pub(crate) const EMBED: &str = "Embed";
pub(crate) const EMBED_WHAT: &str =
    "Put these lines into the page of your course. It opens as it is set up now, and paused.";
pub(crate) const EMBED_LINES: &str = "HTML to embed";
pub(crate) const WIDTH: &str = "Width";
pub(crate) const HEIGHT: &str = "Height";
pub(crate) const PREVIEW: &str = "Preview";

/// How to copy what is selected, where the page may not.
pub(crate) fn copy_by_hand(by_finger: bool) -> &'static str {
    if by_finger { "Selected: hold it and choose Copy" } else { "Selected: copy it with Ctrl+C" }
}

/// What became of a size that makes no sense.
pub(crate) fn size_changed(name: &str, typed: &str, used: u32, sizes: &RangeInclusive<u32>) -> String {
    let typed = if typed.is_empty() { "what was typed" } else { typed };
    let (least, most) = (sizes.start(), sizes.end());
    format!("{name} is {used} now instead of {typed}: it must be a whole number from {least} to {most}.")
}

/// How long a link is.
pub(crate) fn characters(n: usize) -> String {
    format!("{} characters", count(n as u64))
}

/// Why there is no link.
pub(crate) fn too_long(n: usize, most: usize) -> String {
    format!(
        "With this many points the link would have {}, and many programs cut links after {}. Export a file instead: it holds \
         everything, the trained weights too.",
        characters(n),
        count(most as u64)
    )
}
