//! What survives a reload: the last link, in the browser's storage. Where that is blocked, full or absent, the page works without.
//! It knows no link.

const KEY: &str = "gradient-playground";

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}

const LANGUAGE: &str = "gradient-playground-language";

/// Saves the language that was chosen, where that is possible.
pub(crate) fn save_language(language: &str) {
    if let Some(storage) = storage() {
        // Full or forbidden: the next visit asks the browser again.
        storage.set_item(LANGUAGE, language).ok();
    }
}

/// What was saved last.
pub(crate) fn saved() -> Option<String> {
    storage()?.get_item(KEY).ok()?
}

/// Saves, where that is possible.
pub(crate) fn save(link: &str) {
    if let Some(storage) = storage() {
        // Full or forbidden: the address still says it all.
        storage.set_item(KEY, link).ok();
    }
}
