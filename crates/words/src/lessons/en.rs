//! The panel of lessons in English.

use crate::groups::Lessons;
use crate::template::Template;

/// The words.
pub(super) static LESSONS: Lessons = Lessons {
    folder: "en",
    lessons: "Lessons",
    about: "Each lesson has a few steps of about two minutes. You work with the playground itself: a step sets it up and says what to do.",
    for_teachers: "All lessons with solutions, to print",
    close: "Close the lessons",
    to_list: "All lessons",
    lesson_of: Template::new("Lesson {0} of {1}"),
    step_of: Template::new("Step {0} of {1}"),
    n_done: Template::new("{0} of {1} done"),
    done: "done",
    loading: "Loading the lesson…",
    not_come: "The lesson could not be loaded. Check the connection.",
    try_again: "Try again",
    unknown: Template::new("There is no lesson “{0}”. These are the lessons:"),
    task: "Your task",
    answer: "Your answer",
    check: "Check",
    not_yet: "Not yet. A hint may help.",
    no_number: "Type a number, such as 0.7.",
    reached: "Done",
    hint: "Hint",
    hint_more: "What can I do?",
    no_hint: "There is no hint for what you see now.",
    back: "Back",
    next: "Next",
    skip: "Skip",
    next_lesson: Template::new("Next lesson: {0}"),
    set_up_again: "Set up again",
    set_up_why: "Set the playground up as this step began; Undo brings your settings back",
    set_up: Template::new("Step set up: {0}"),
    more: "Show the text",
    less: "Hide the text",
    fold: "Fold the lesson",
    unfold: "Unfold the lesson",
    show_me: "Show me:",
    taylor: Template::new("Taylor polynomial of {0}, degree {1} around {2}"),
};
