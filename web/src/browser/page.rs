//! The document as a whole: theme, language, visibility, what its visitor prefers and points with.

use std::cell::Cell;

use web_sys::{ScrollIntoViewOptions, ScrollLogicalPosition};

/// Tells the style sheet which theme was chosen; it follows the system where none was.
pub(crate) fn set_theme(theme: &str) {
    let root = web_sys::window().and_then(|window| window.document()).and_then(|document| document.document_element());
    if let Some(root) = root {
        // An attribute of this name can always be set.
        root.set_attribute("data-theme", theme).ok();
    }
}

/// What `read` reads of the style sheet in this theme; nobody sees it, because nothing is painted meanwhile.
pub(crate) fn as_in_theme<T>(theme: Option<&str>, read: impl FnOnce() -> T) -> T {
    let root = web_sys::window().and_then(|window| window.document()).and_then(|document| document.document_element());
    let before = root.as_ref().and_then(|root| root.get_attribute("data-theme"));
    if let Some(theme) = theme {
        set_theme(theme);
    }
    let found = read();
    match (before, root) {
        (Some(before), _) => set_theme(&before),
        // An attribute of this name can always be taken away.
        (None, Some(root)) => drop(root.remove_attribute("data-theme")),
        (None, None) => {}
    }
    found
}

/// Whether this theme, or the one in force, is dark.
pub(crate) fn is_dark(theme: Option<&str>) -> bool {
    let root = web_sys::window().and_then(|window| window.document()).and_then(|document| document.document_element());
    let chosen = root.and_then(|root| root.get_attribute("data-theme"));
    match theme.or(chosen.as_deref()) {
        Some("dark") => true,
        Some("light") => false,
        _ => is_so("(prefers-color-scheme: dark)"),
    }
}

/// Tells the browser, its translator and screen readers which language the page speaks.
pub(crate) fn set_language(tag: &str) {
    let root = web_sys::window().and_then(|window| window.document()).and_then(|document| document.document_element());
    if let Some(root) = root {
        // An attribute of this name can always be set.
        root.set_attribute("lang", tag).ok();
    }
}

/// Loads the page again; points and settings are in its address.
pub(crate) fn reload() {
    if let Some(window) = web_sys::window() {
        // It fails for documents that are not shown.
        window.location().reload().ok();
    }
}

/// Scrolls what stands around it so that the element of this selector is in the middle.
pub(crate) fn bring_into_view(selector: &str) {
    let document = web_sys::window().and_then(|window| window.document());
    if let Some(element) = document.and_then(|document| document.query_selector(selector).ok().flatten()) {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Center);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// Scrolls what stands around it as little as is needed for the element to be seen.
pub(crate) fn show_nearest(element: &web_sys::Element) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

thread_local! {
    /// Whether the page around shows another part of itself.
    static OUT_OF_VIEW: Cell<bool> = const { Cell::new(false) };
}

/// Notes whether the page around shows this page's frame.
pub(crate) fn set_in_view(is_in_view: bool) {
    OUT_OF_VIEW.set(!is_in_view);
}

/// Whether the page is a frame that the page around has scrolled away.
pub(crate) fn is_away() -> bool {
    OUT_OF_VIEW.get()
}

/// Whether the page is a tab behind others.
pub(crate) fn is_hidden() -> bool {
    web_sys::window().and_then(|window| window.document()).is_some_and(|document| document.hidden())
}

/// Whether the page stands in another one's frame.
pub(crate) fn is_framed() -> bool {
    web_sys::window().is_some_and(|window| window.parent().ok().flatten().as_ref() != Some(&window))
}

/// Whether a person's act may lead the focus elsewhere: the page has it, and nobody has begun to type.
pub(crate) fn may_move_focus() -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    document.is_some_and(|document| {
        let is_typing = |element: web_sys::Element| element.matches("input, select, textarea").unwrap_or(false);
        document.has_focus().unwrap_or(false) && !document.active_element().is_some_and(is_typing)
    })
}

/// Whether this element has the focus.
pub(crate) fn is_active(element: &web_sys::Element) -> bool {
    element
        .owner_document()
        .and_then(|document| document.active_element())
        .is_some_and(|active| active.is_same_node(Some(element)))
}

/// Whether the visitor asked for nothing to move by itself.
pub(crate) fn prefers_stillness() -> bool {
    is_so("(prefers-reduced-motion: reduce)")
}

/// Whether a finger is what mostly points here.
pub(crate) fn has_finger() -> bool {
    is_so("(pointer: coarse)")
}

fn is_so(query: &str) -> bool {
    let query = web_sys::window().and_then(|window| window.match_media(query).ok().flatten());
    query.is_some_and(|query| query.matches())
}
