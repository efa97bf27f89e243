//! The lessons of `web/lessons`: that each step can be begun, is not done then, and is done by its solution with the controls that are
//! there; that both languages say the same; and that the numbers in their texts are those of the engine.
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use lessons::{Course, LANGUAGES, PLACES, play, published, read};
use playground::lesson::{Aim, Block, Lesson, Step, plain_text};

/// The names of the lessons are a contract: links and embeds have them.
const IDS: [&str; 13] = [
    "linear-regression",
    "gradient-descent",
    "logistic-regression",
    "softmax",
    "why-nonlinear",
    "approximation",
    "backpropagation",
    "four-ways",
    "loss-functions",
    "batch-size",
    "optimisers",
    "loss-curves",
    "over-fitting",
];

/// Nobody watches longer than this.
const MOST_SECONDS: f64 = 100.0;

/// What is read in 40 seconds: words in English, characters in Chinese.
const MOST_WORDS: usize = 125;
const MOST_CHARACTERS: usize = 230;

static COURSES: LazyLock<Vec<Course>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/lessons");
    read(&folder).unwrap_or_else(|faults| {
        let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
        panic!("{}", lines.join("\n"))
    })
});

/// Every step in English and in Chinese, by name.
fn steps() -> impl Iterator<Item = (String, [&'static Step; 2])> {
    COURSES.iter().flat_map(|course| {
        let [english, chinese] = [0, 1].map(|language| &course.lessons[language].lesson.steps);
        let name = |step: &Step| format!("{}/{}", course.source.id, step.id);
        english.iter().zip(chinese).map(move |(english, chinese)| (name(english), [english, chinese]))
    })
}

#[test]
fn there_are_thirteen_lessons_of_three_to_six_steps() {
    let ids: Vec<&str> = COURSES.iter().map(|course| course.source.id.as_str()).collect();
    assert_eq!(ids, IDS);
    for course in COURSES.iter() {
        assert!((3..=6).contains(&course.source.step.len()), "{}", course.stem);
        let languages: Vec<&str> = course.lessons.iter().map(|scripted| scripted.language).collect();
        assert_eq!(languages, LANGUAGES);
    }
}

#[test]
fn no_step_is_done_when_it_begins_and_every_solution_does_it() {
    let mut wrong = Vec::new();
    for course in COURSES.iter() {
        for (step, source) in course.lessons[0].lesson.steps.iter().zip(&course.source.step) {
            let name = format!("{}/{}", course.source.id, step.id);
            let played = play(step, &source.solution).unwrap_or_else(|problem| panic!("{name}: {problem}"));
            let [start, end] = &played.facts;
            if played.is_done_at_start {
                wrong.push(format!("{name} is done when it begins: {start}"));
            }
            if !played.is_done {
                wrong.push(format!("{name} is not done by its solution: {end}"));
            }
            if !played.without_control.is_empty() {
                wrong.push(format!("{name} has no control for {}", played.without_control.join(", ")));
            }
            if played.seconds > MOST_SECONDS {
                wrong.push(format!("{name} takes {:.0} seconds", played.seconds));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_step_is_read_in_less_than_forty_seconds() {
    let mut long = Vec::new();
    for (name, [english, chinese]) in steps() {
        let before = |step: &Step| [lines(&step.text), vec![plain_text(&step.task)]].concat().join("\n");
        let after = |step: &Step| lines(&step.seen).join("\n");
        for (part, english, chinese) in
            [("before", before(english), before(chinese)), ("after", after(english), after(chinese))]
        {
            let words = english.split_whitespace().count();
            let characters = chinese.chars().filter(|c| !c.is_whitespace()).count();
            if words > MOST_WORDS || characters > MOST_CHARACTERS {
                long.push(format!("{name}, {part}: {words} words, {characters} characters"));
            }
        }
    }
    assert!(long.is_empty(), "{}", long.join("\n"));
}

fn lines(blocks: &[Block]) -> Vec<String> {
    blocks.iter().flat_map(Block::lines).collect()
}

/// Everything that is read of a step, part by part.
fn parts(step: &Step) -> Vec<(String, String)> {
    let mut parts = vec![
        ("title".to_owned(), step.title.clone()),
        ("text".to_owned(), lines(&step.text).join("\n")),
        ("task".to_owned(), plain_text(&step.task)),
        ("seen".to_owned(), lines(&step.seen).join("\n")),
    ];
    if let Aim::Choice { choices, .. } = &step.aim {
        parts.push((
            "choices".to_owned(),
            choices.iter().map(|choice| plain_text(choice)).collect::<Vec<_>>().join("\n"),
        ));
    }
    for hint in &step.hints {
        parts.push((format!("hint {}", hint.key), plain_text(&hint.what) + "\n" + &plain_text(&hint.how)));
    }
    parts
}

/// The numbers in a text, sorted.
fn numbers(text: &str) -> Vec<String> {
    let is_part = |c: char| c.is_ascii_digit() || ".,".contains(c);
    let mut numbers: Vec<String> = text
        .split(|c| !is_part(c))
        .map(|number| number.trim_matches(['.', ',']).to_owned())
        .filter(|number| number.contains(|c: char| c.is_ascii_digit()))
        .collect();
    numbers.sort();
    numbers
}

#[test]
fn both_languages_have_the_same_blocks_formulas_and_numbers() {
    let mut wrong = Vec::new();
    for (name, [english, chinese]) in steps() {
        assert_eq!(english.stage, chinese.stage, "{name}");
        for ((part, english), (_, chinese)) in parts(english).iter().zip(parts(chinese)) {
            let [english, chinese] = [numbers(english), numbers(&chinese)];
            if english != chinese {
                wrong.push(format!("{name}, {part}: {english:?} and {chinese:?}"));
            }
        }
        let formulas = |step: &Step| {
            let is_formula = |block: &&Block| matches!(block, Block::Formula(_));
            step.text.iter().chain(&step.seen).filter(is_formula).cloned().collect::<Vec<_>>()
        };
        if formulas(english) != formulas(chinese) {
            wrong.push(format!("{name}: {:?} and {:?}", formulas(english), formulas(chinese)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn chinese_texts_have_full_width_signs_and_a_blank_beside_latin_letters() {
    let is_chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let mut wrong = Vec::new();
    for (name, [_, step]) in steps() {
        for (part, text) in parts(step) {
            let letters: Vec<char> = text.chars().collect();
            for pair in letters.windows(2) {
                let [a, b] = [pair[0], pair[1]];
                let touches = |one: char, other: char| is_chinese(one) && other.is_ascii_alphanumeric();
                let is_narrow = is_chinese(a) && ",;:!?()".contains(b) || ",;:!?()".contains(a) && is_chinese(b);
                if touches(a, b) || touches(b, a) || is_narrow {
                    wrong.push(format!("{name}, {part}: {a}{b} in {text}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_published_files_read_as_what_was_written() {
    let files: BTreeMap<String, String> = published(&COURSES).into_iter().collect();
    assert_eq!(files.len(), LANGUAGES.len() * (IDS.len() + 1));
    for course in COURSES.iter() {
        for scripted in &course.lessons {
            let text = &files[&format!("{}/{}.json", scripted.language, course.source.id)];
            let lesson: Lesson = serde_json::from_str(text).unwrap();
            assert_eq!(lesson, scripted.lesson);
            assert!(!text.contains("solution") && text.len() < 20_000, "{}: {}", course.stem, text.len());
        }
    }
    for language in LANGUAGES {
        let index: Vec<serde_json::Value> = serde_json::from_str(&files[&format!("{language}/index.json")]).unwrap();
        let ids: Vec<&str> = index.iter().map(|lesson| lesson["id"].as_str().unwrap()).collect();
        assert_eq!(ids, IDS);
    }
}

/// What stands in quotes without being a name of the page.
const NO_NAMES: [&str; 8] = ["弯", "存在", "钟", "碗", "死亡", "是", "否", "在里面"];

#[test]
fn what_chinese_texts_quote_is_on_the_page() {
    let tag = words::ZH_HANS.tag;
    let on_page = format!("{:?}{:?}{:?}", words::ZH_HANS, words::Lab::of(tag), words::Inside::of(tag));
    let mut strange = Vec::new();
    for (name, [_, step]) in steps() {
        for (part, text) in parts(step) {
            for quoted in text.split('“').skip(1).filter_map(|rest| rest.split('”').next()) {
                let is_name = on_page.contains(&format!("\"{quoted}\"")) || NO_NAMES.contains(&quoted);
                if !is_name && !quoted.contains('，') {
                    strange.push(format!("{name}, {part}: {quoted}"));
                }
            }
        }
    }
    assert!(strange.is_empty(), "{}", strange.join("\n"));
}

/// Names of the page that English texts use.
const NAMES: [&str; 23] = [
    "Play",
    "Step",
    "Reset",
    "New initial weights",
    "+ layer",
    "− layer",
    "Activation",
    "Initialisation",
    "Optimiser",
    "Regularisation",
    "Stop without improvement",
    "Rate follows batch",
    "More settings",
    "Descend",
    "Four ways",
    "How it grows",
    "Symbolic",
    "Automatic",
    "Error against h",
    "Show the backward graph",
    "Take this step",
    "Matrix form",
    "Initial bias",
];

#[test]
fn what_english_texts_name_is_on_the_page() {
    let tag = words::EN.tag;
    let on_page = format!("{:?}{:?}{:?}", words::EN, words::Lab::of(tag), words::Inside::of(tag));
    let all: Vec<String> = steps().flat_map(|(_, [step, _])| parts(step)).map(|(_, text)| text).collect();
    for name in NAMES {
        assert!(on_page.contains(&format!("\"{name}\"")), "{name} is not on the page");
        assert!(all.iter().any(|text| text.contains(name)), "{name} is in no text");
    }
}

/// The places that a text may lead to stand in the page's script and in the documentation, too.
#[test]
fn the_page_and_the_documentation_have_the_places_of_the_texts() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let file = |name: &str| std::fs::read_to_string(root.join(name)).expect("it is in the repository");
    let (script, documentation) = (file("web/parts.js"), file("docs/lessons.md"));
    let (_, table) = script.split_once("const PLACES = {").expect("the script has a table of them");
    let (table, _) = table.split_once("};").expect("the table ends");
    let known: Vec<&str> =
        table.lines().filter_map(|line| line.trim().strip_prefix('\'')?.split('\'').next()).collect();
    assert_eq!(known, PLACES);
    for place in PLACES {
        assert!(documentation.contains(&format!("`place:{place}`")), "{place}");
    }
}
