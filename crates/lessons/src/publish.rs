//! The published files: for each language one file per lesson, and one that lists them all. What is needed to check a lesson and not
//! to show it, the solutions, is not in them.

use playground::lesson::{Lesson, plain_text};
use serde_json::{Value, json};

use crate::folder::{Course, LANGUAGES};

/// Every file by its place below the folder of published lessons: `en/index.json`, `en/softmax.json` …
pub fn published(courses: &[Course]) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for language in LANGUAGES {
        let lessons: Vec<&Lesson> = courses
            .iter()
            .flat_map(|course| &course.lessons)
            .filter(|scripted| scripted.language == language)
            .map(|scripted| &scripted.lesson)
            .collect();
        let index: Vec<Value> = lessons.iter().map(|lesson| summary(lesson)).collect();
        files.push((format!("{language}/index.json"), json!(index).to_string()));
        for lesson in lessons {
            let text = serde_json::to_string(lesson).expect("a lesson is text and finite numbers");
            files.push((format!("{language}/{}.json", lesson.id), text));
        }
    }
    files
}

/// What the list of lessons says of one.
pub fn summary(lesson: &Lesson) -> Value {
    let steps: Vec<Value> = lesson.steps.iter().map(|step| json!({ "id": step.id, "title": step.title })).collect();
    json!({ "id": lesson.id, "title": lesson.title, "about": plain_text(&lesson.about), "steps": steps })
}
