//! All lessons with their solutions as one document per language, for teachers to read and to print.

use playground::lesson::{Aim, Block, Run, Step};

use crate::folder::{Course, LANGUAGES, Scripted};
use crate::source::{Act, StepSource};

/// What the document says around the lessons, in one language.
struct Said {
    tag: &'static str,
    title: &'static str,
    about: &'static str,
    stage: &'static str,
    task: &'static str,
    goal: &'static str,
    answer: &'static str,
    hints: &'static str,
    solution: &'static str,
    seen: &'static str,
    licence: &'static str,
    reset: &'static str,
    new_weights: &'static str,
    new_data: &'static str,
}

/// In the order of [`LANGUAGES`].
const SAID: [Said; 2] = [
    Said {
        tag: "en",
        title: "Gradient Playground: all lessons with solutions",
        about: "For teachers. Each step begins with the settings that are named; what is not named is the default. To link to a step, add #v=1&lesson= and its name to the address of the playground.",
        stage: "Settings",
        task: "Task",
        goal: "Goal",
        answer: "Answer",
        hints: "Hints",
        solution: "One solution",
        seen: "What was seen",
        licence: "Texts: CC BY 4.0",
        reset: "Reset",
        new_weights: "New initial weights",
        new_data: "New data",
    },
    Said {
        tag: "zh-Hans",
        title: "Gradient Playground：全部课程及答案",
        about: "供教师使用。每一步开始时采用所列的设置，未列出的为默认值。要链接到某一步，请在实验场的网址后加上 #v=1&lesson= 和该步的名称。",
        stage: "设置",
        task: "任务",
        goal: "目标",
        answer: "答案",
        hints: "提示",
        solution: "一种解法",
        seen: "小结",
        licence: "文字采用 CC BY 4.0 许可",
        reset: "重置",
        new_weights: "新的初始权重",
        new_data: "新数据",
    },
];

/// The style of the document: it is read on paper.
const STYLE: &str = "body{max-width:46rem;margin:2rem auto;padding:0 1rem;font:16px/1.5 system-ui,sans-serif}\
section{break-inside:avoid;margin:0 0 1.5rem;padding:0 0 .5rem;border-bottom:1px solid #ccc}h2{break-before:page}\
dt{font-weight:600}dd{margin:0 0 .4rem}code,pre{font-family:ui-monospace,monospace}pre{background:#f3f3f3;padding:.5rem}\
small{color:#555}";

/// The documents by their places: `en.html` …
pub fn printed(courses: &[Course]) -> Vec<(String, String)> {
    LANGUAGES
        .iter()
        .zip(&SAID)
        .map(|(language, said)| (format!("{language}.html"), document(courses, language, said)))
        .collect()
}

fn document(courses: &[Course], language: &str, said: &Said) -> String {
    let scripted = |course: &Course| -> String {
        course
            .lessons
            .iter()
            .filter(|scripted| scripted.language == language)
            .map(|scripted| lesson(course, scripted, said))
            .collect()
    };
    let lessons: String = courses.iter().map(scripted).collect();
    format!(
        "<!doctype html><html lang=\"{}\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{}</title>\
         <style>{STYLE}</style><h1>{}</h1><p>{}</p>{lessons}<p><small>{}</small></p></html>",
        said.tag,
        safe(said.title),
        safe(said.title),
        safe(said.about),
        said.licence
    )
}

fn lesson(course: &Course, scripted: &Scripted, said: &Said) -> String {
    let lesson = &scripted.lesson;
    let number = course.stem.split('-').next().unwrap_or_default().trim_start_matches('0');
    let steps: String = lesson
        .steps
        .iter()
        .zip(&course.source.step)
        .map(|(step, source)| section(&lesson.id, step, source, said))
        .collect();
    format!("<h2>{number} {}</h2><p>{}</p>{steps}", safe(&lesson.title), line(&lesson.about))
}

fn section(id: &str, step: &Step, source: &StepSource, said: &Said) -> String {
    let mut entries = vec![(said.task, line(&step.task))];
    match &step.aim {
        Aim::Goal(goal) => entries.push((said.goal, code(goal))),
        Aim::Number { answer, .. } => entries.push((said.answer, answer.to_string())),
        Aim::Choice { choices, answer } => {
            let all: String = choices.iter().map(|choice| format!("<li>{}</li>", line(choice))).collect();
            entries.push((said.answer, format!("{answer}<ol>{all}</ol>")));
        }
    }
    let hints: String =
        step.hints.iter().map(|hint| format!("<li>{} <b>{}</b></li>", line(&hint.what), line(&hint.how))).collect();
    entries.push((said.hints, format!("<ul>{hints}</ul>")));
    let acts: Vec<String> = source.solution.iter().map(|one| act(one, said)).collect();
    entries.push((said.solution, acts.join(" → ")));
    entries.push((said.seen, step.seen.iter().map(block).collect()));
    let list: String = entries.into_iter().map(|(name, what)| format!("<dt>{name}</dt><dd>{what}</dd>")).collect();
    let keys =
        step.stage.config.as_object().into_iter().flatten().filter(|(key, _)| *key != "weights" && *key != "points");
    let settings: Vec<String> = keys.map(|(key, value)| format!("{key} = {value}")).collect();
    format!(
        "<section><h3>{} <small>{id}/{}</small></h3><p><small>{}: {}</small></p>{}<dl>{list}</dl></section>",
        safe(&step.title),
        step.id,
        said.stage,
        code(&settings.join(", ")),
        step.text.iter().map(block).collect::<String>(),
    )
}

fn act(act: &Act, said: &Said) -> String {
    match act {
        Act::Set(keys) => {
            let pairs: Vec<String> = keys.iter().map(|(key, value)| format!("{key} = {value}")).collect();
            code(&pairs.join(", "))
        }
        Act::Weights(weights) => {
            let pairs: Vec<String> = weights.iter().map(|(name, value)| format!("{name} = {value}")).collect();
            code(&pairs.join(", "))
        }
        Act::Points(points) => code(&format!("points {points:?}")),
        Act::Train(n) => code(&format!("{n} epochs")),
        Act::Steps(n) => code(&format!("{n} steps")),
        Act::Reset => safe(said.reset),
        Act::NewWeights => safe(said.new_weights),
        Act::NewData => safe(said.new_data),
        Act::Answer(number) => code(&number.to_string()),
    }
}

fn block(block: &Block) -> String {
    let entries =
        |entries: &[Vec<Run>]| entries.iter().map(|entry| format!("<li>{}</li>", line(entry))).collect::<String>();
    match block {
        Block::Paragraph(runs) => format!("<p>{}</p>", line(runs)),
        Block::List(list) => format!("<ul>{}</ul>", entries(list)),
        Block::Numbered(list) => format!("<ol>{}</ol>", entries(list)),
        Block::Formula(text) => format!("<pre>{}</pre>", safe(text)),
    }
}

fn line(runs: &[Run]) -> String {
    runs.iter()
        .map(|run| match run {
            Run::Text(text) => safe(text),
            Run::Emphasis(text) => format!("<em>{}</em>", safe(text)),
            Run::Strong(text) => format!("<b>{}</b>", safe(text)),
            Run::Code(text) => code(text),
            Run::Link { text, to } if to.starts_with("https:") => {
                format!("<a href=\"{}\">{}</a>", safe(to), safe(text))
            }
            Run::Link { text, .. } => format!("<em>{}</em>", safe(text)),
        })
        .collect()
}

fn code(text: &str) -> String {
    format!("<code>{}</code>", safe(text))
}

/// The text as HTML has it.
fn safe(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
