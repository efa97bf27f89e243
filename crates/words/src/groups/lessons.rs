//! The panel of lessons.

use crate::template::Template;

/// What the panel of lessons says. It comes with the panel, apart from the words of the page.
#[derive(Debug)]
pub struct Lessons {
    /// The folder of its lessons.
    pub folder: &'static str,
    pub lessons: &'static str,
    pub about: &'static str,
    pub for_teachers: &'static str,
    pub close: &'static str,
    pub to_list: &'static str,
    pub lesson_of: Template<2>,
    pub step_of: Template<2>,
    pub n_done: Template<2>,
    pub done: &'static str,
    pub loading: &'static str,
    pub not_come: &'static str,
    pub try_again: &'static str,
    pub unknown: Template<1>,
    pub task: &'static str,
    pub answer: &'static str,
    pub check: &'static str,
    pub not_yet: &'static str,
    pub no_number: &'static str,
    pub reached: &'static str,
    pub hint: &'static str,
    pub hint_more: &'static str,
    pub no_hint: &'static str,
    pub back: &'static str,
    pub next: &'static str,
    pub skip: &'static str,
    pub next_lesson: Template<1>,
    pub set_up_again: &'static str,
    pub set_up_why: &'static str,
    pub set_up: Template<1>,
    pub more: &'static str,
    pub less: &'static str,
    pub fold: &'static str,
    pub unfold: &'static str,
    /// Before the controls of a step that stand behind something.
    pub show_me: &'static str,
    /// Of which function, its degree, its centre.
    pub taylor: Template<3>,
}
