//! What survives a reload in few words: the last link, the language, whose run it was. Where storage is blocked, full or absent, the
//! page works without. It knows no link; what is large is `keeping`'s.

use web_sys::Storage;

/// The link of the last visit.
const LINK: &str = "gradient-playground";
/// The tab whose run belongs to it.
const RUN: &str = "gradient-playground-run";
/// This tab, while it is open.
const TAB: &str = "gradient-playground-tab";
const LANGUAGE: &str = "gradient-playground-language";
const LESSONS: &str = "gradient-playground-lessons";

/// What is said or shown once and never again, by its word.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Once {
    /// The tour was taken or turned down.
    Tour,
    /// It was said that runs are not kept.
    NotKept,
}

impl Once {
    const fn key(self) -> &'static str {
        match self {
            Once::Tour => "gradient-playground-tour",
            Once::NotKept => "gradient-playground-not-kept",
        }
    }

    /// Whether it is noted.
    pub(crate) fn is_noted(self) -> bool {
        read(local(), self.key()).is_some()
    }

    /// Notes it.
    pub(crate) fn note(self) {
        write(local(), self.key(), "1");
    }
}

fn local() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

fn of_tab() -> Option<Storage> {
    web_sys::window()?.session_storage().ok()?
}

fn read(storage: Option<Storage>, key: &str) -> Option<String> {
    storage?.get_item(key).ok()?
}

fn write(storage: Option<Storage>, key: &str, value: &str) {
    // Full or forbidden: the page works without.
    storage.and_then(|storage| storage.set_item(key, value).ok());
}

/// How far the learner of this browser has come with the lessons.
pub(crate) fn lessons() -> Option<String> {
    read(local(), LESSONS)
}

/// Saves that.
pub(crate) fn save_lessons(text: &str) {
    write(local(), LESSONS, text);
}

/// Saves the language that was chosen.
pub(crate) fn save_language(language: &str) {
    write(local(), LANGUAGE, language);
}

/// The link that was saved last.
pub(crate) fn saved() -> Option<String> {
    read(local(), LINK)
}

/// Saves the link.
pub(crate) fn save(link: &str) {
    write(local(), LINK, link);
}

/// The tab whose run was kept last.
pub(crate) fn run() -> Option<String> {
    read(local(), RUN)
}

/// Says that this tab's run was kept last.
pub(crate) fn save_run(tab: &str) {
    write(local(), RUN, tab);
}

/// The id of this tab; a duplicate of a tab has the same at first.
pub(crate) fn tab() -> Option<String> {
    read(of_tab(), TAB)
}

/// Gives this tab an id.
pub(crate) fn save_tab(tab: &str) {
    write(of_tab(), TAB, tab);
}
