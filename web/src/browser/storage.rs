//! What survives a reload: the last link, in the browser's storage. Where that is blocked, full or absent, the page works without.
//! It knows no link.

const KEY: &str = "gradient-playground";

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
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
