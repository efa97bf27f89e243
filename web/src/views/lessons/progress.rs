//! Which steps a learner has done, and for which the playground was set up last: kept in this browser. In another page's frame, and
//! where nothing can be kept, it lasts as long as the page.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

use crate::browser::{page, storage};

/// So many steps are kept at most: lessons come and go.
const MOST: usize = 500;

#[derive(Default)]
struct Kept {
    done: BTreeSet<String>,
    set_up: String,
}

thread_local! {
    static READS: Cell<bool> = const { Cell::new(false) };
    static KEPT: RefCell<Option<Kept>> = const { RefCell::new(None) };
}

/// Whether somebody who unfolded the text of a step on a small screen wants it so in the next one.
pub(super) fn reads() -> bool {
    READS.get()
}

/// Notes that the text was unfolded, or folded.
pub(super) fn note_reads(reads: bool) {
    READS.set(reads);
}

/// The steps that were done, and the one that was set up last, are words with a blank between them, the last one first.
fn read(text: &str) -> Kept {
    let (set_up, done) = text.split_once(' ').unwrap_or((text, ""));
    let done = done.split(' ').filter(|step| !step.is_empty()).take(MOST).map(str::to_owned).collect();
    Kept { done, set_up: set_up.to_owned() }
}

fn with<T>(then: impl FnOnce(&mut Kept) -> T) -> T {
    KEPT.with_borrow_mut(|kept| {
        let stored = || if page::is_framed() { None } else { storage::lessons() };
        then(kept.get_or_insert_with(|| read(&stored().unwrap_or_default())))
    })
}

fn save() {
    if !page::is_framed() {
        storage::save_lessons(&with(|kept| {
            let done = kept.done.iter().map(String::as_str);
            [kept.set_up.as_str()].into_iter().chain(done).collect::<Vec<_>>().join(" ")
        }));
    }
}

/// Whether this step of this lesson was done.
pub(super) fn is_done(lesson: &str, step: &str) -> bool {
    with(|kept| kept.done.contains(&format!("{lesson}/{step}")))
}

/// How many of these steps were done.
pub(super) fn n_done<'a>(lesson: &str, steps: impl Iterator<Item = &'a str>) -> usize {
    steps.filter(|step| is_done(lesson, step)).count()
}

/// Notes that a step was done; false where that was known.
pub(super) fn note_done(lesson: &str, step: &str) -> bool {
    let is_new = with(|kept| kept.done.insert(format!("{lesson}/{step}")));
    if is_new {
        save();
    }
    is_new
}

/// The step that the playground was set up for last.
pub(super) fn set_up_for() -> String {
    with(|kept| kept.set_up.clone())
}

/// Notes the step that it was set up for; an empty one for none.
pub(super) fn note_set_up(name: &str) {
    with(|kept| kept.set_up = name.to_owned());
    save();
}
