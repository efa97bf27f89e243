//! A folder of lessons as somebody writes it: what is wrong is said with its place, and what is right is read and played.

use std::path::PathBuf;

use lessons::{Fault, play, published, read};
use playground::lesson::{Aim, Lesson, When};

const SOURCE: &str = r#"
id = "bend"
controls = ["play", "activation", "stop.patience", "panel:network"]
[stage]
activations = ["linear", "linear"]
[view]
slopeField = false
[[step]]
id = "one"
goal = "testAccuracy >= 0.95"
solution = [{ set = { activation = "tanh" } }, { train = 120 }]
hint = [{ key = "linear", when = 'is("activation", "linear")' }, { key = "wait" }]
[[step]]
id = "two"
stage = { hiddenLayers = [], activations = [], weights = [1, 2, 0.5] }
view = { view = "lab", lab = "x:3\nf = x^2" }
controls = []
choice = 2
solution = [{ answer = 2 }]
hint = [{ key = "first", answer = 1 }, { key = "look" }]
"#;

const TEXT: &str = "# Bend\n\nAbout.\n\n## one: One\n\nText, [see](lesson:bend/two).\n\n> Do.\n\n### hint linear\n\nA.\n\nB.\n\n\
    ### hint wait\n\nA.\n\nB.\n\n### seen\n\nSeen.\n\n## two: Two\n\nText.\n\n> Choose.\n\n### choices\n\n1. a\n2. b\n\n\
    ### hint first\n\nA.\n\nB.\n\n### hint look\n\nA.\n\nB.\n\n### seen\n\nSeen.\n";

/// A folder with one lesson, named for its test.
fn folder(name: &str, source: &str, english: &str, chinese: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("lessons-{}-{name}", std::process::id()));
    for (file, text) in [("01-bend.toml", source), ("en/01-bend.md", english), ("zh-hans/01-bend.md", chinese)] {
        let path = folder.join(file);
        std::fs::create_dir_all(path.parent().expect("it is below the folder")).expect("a folder can be made");
        std::fs::write(path, text).expect("a file can be written");
    }
    folder
}

fn faults(name: &str, source: &str, english: &str, chinese: &str) -> Vec<Fault> {
    let folder = folder(name, source, english, chinese);
    let found = read(&folder).err().unwrap_or_default();
    std::fs::remove_dir_all(folder).expect("a folder can be removed");
    found
}

#[test]
fn a_lesson_is_read_played_and_published() {
    let folder = folder("whole", SOURCE, TEXT, TEXT);
    let courses = read(&folder).unwrap();
    std::fs::remove_dir_all(folder).unwrap();
    let lesson = &courses[0].lessons[0].lesson;
    let [one, two] = &lesson.steps[..] else { panic!("two steps") };
    assert_eq!(one.stage.controls, ["play", "activation", "stop-patience", "panel:network"]);
    assert_eq!(one.hints[0].when, When::Facts("is(\"activation\", \"linear\")".into()));
    assert!(!one.stage.view_settings().unwrap().slope_field && !two.stage.view_settings().unwrap().slope_field);
    assert_eq!(two.stage.config().unwrap().weights.unwrap().values(), [1.0, 2.0, 0.5]);
    assert!(matches!(&two.aim, Aim::Choice { choices, answer: 2 } if choices.len() == 2));
    for (step, source) in lesson.steps.iter().zip(&courses[0].source.step) {
        let played = play(step, &source.solution).unwrap();
        assert!(!played.is_done_at_start && played.is_done && played.without_control.is_empty(), "{}", step.id);
    }
    let files = published(&courses);
    let places: Vec<&str> = files.iter().map(|(place, _)| place.as_str()).collect();
    assert_eq!(places, ["en/index.json", "en/bend.json", "zh-hans/index.json", "zh-hans/bend.json"]);
    assert_eq!(serde_json::from_str::<Lesson>(&files[1].1).unwrap(), *lesson);
}

#[test]
fn what_a_solution_does_without_a_control_is_told_and_time_is_counted() {
    let source = SOURCE.replace("\"play\", \"activation\", ", "");
    let folder = folder("controls", &source, TEXT, TEXT);
    let courses = read(&folder).unwrap();
    std::fs::remove_dir_all(folder).unwrap();
    let played = play(&courses[0].lessons[0].lesson.steps[0], &courses[0].source.step[0].solution).unwrap();
    assert_eq!(played.without_control, ["activation", "play"]);
    assert!((played.seconds - 2.0).abs() < 1e-9, "120 epochs at 60 a second, {}", played.seconds);
}

#[test]
fn a_fault_of_the_source_names_the_step() {
    let cases = [
        ("activations", "activations = [\"linear\", \"linear\"]\n[view]", "activations = [\"linear\"]\n[view]"),
        ("controls must be keys", "\"play\", ", "\"volume\", "),
        ("slopeField must be one of", "slopeField = false", "slopeField = \"maybe\""),
        ("one of goal, answer and choice", "goal = \"testAccuracy >= 0.95\"", ""),
        ("unknown fact", "testAccuracy >=", "luck >="),
        ("choice is one of 1 to 2", "choice = 2", "choice = 3"),
        ("the last hint applies always", "{ key = \"wait\" }", "{ key = \"wait\", answer = 1 }"),
        ("lab", "f = x^2", "f = x^^2"),
        ("the lesson's id is that of its file", "id = \"bend\"", "id = \"bent\""),
        ("unknown field", "choice = 2", "choise = 2"),
    ];
    for (place, (what, from, to)) in cases.iter().enumerate() {
        assert!(SOURCE.contains(from), "{from}");
        let found = faults(&format!("source-{place}"), &SOURCE.replace(from, to), TEXT, TEXT);
        assert!(
            found.iter().any(|fault| fault.place.starts_with("01-bend.toml") && fault.what.contains(what)),
            "{what}: {found:?}"
        );
    }
}

#[test]
fn a_language_that_lacks_something_is_named() {
    let cases = [
        ("has the steps of", "## two: Two", "## three: Three"),
        ("has the hints", "### hint wait", "### hint late"),
        ("must have a text", "Text, [see](lesson:bend/two).\n\n", ""),
        ("a link leads to", "lesson:bend/two", "lesson:bend/four"),
        ("a link leads to", "lesson:bend/two", "http://example.com"),
        ("one line that says what to do", "> Choose.\n\n", ""),
        ("must have a text", "### seen\n\nSeen.\n\n## two", "## two"),
    ];
    for (place, (what, from, to)) in cases.iter().enumerate() {
        let chinese = TEXT.replace(from, to);
        assert!(chinese != TEXT, "{from}");
        let found = faults(&format!("text-{place}"), SOURCE, TEXT, &chinese);
        let is_named = |fault: &Fault| fault.place.starts_with("zh-hans/01-bend.md") && fault.what.contains(what);
        assert!(found.iter().any(is_named), "{what}: {found:?}");
    }
}

#[test]
fn every_fault_of_a_folder_is_told_at_once() {
    let folder = folder("many", SOURCE, TEXT, "no lesson\n");
    std::fs::write(folder.join("03-other.toml"), "id = 1").unwrap();
    let found = read(&folder).unwrap_err();
    std::fs::remove_dir_all(folder).unwrap();
    let places: Vec<&str> = found.iter().map(|fault| fault.place.as_str()).collect();
    assert_eq!(places, ["zh-hans/01-bend.md:1", "03-other.toml", "03-other.toml"]);
}
