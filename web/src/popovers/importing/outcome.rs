//! What came of the tables, in words: how many points, of which classes, what was left out and why.

use playground::Task;
use playground::table::{BadRow, Imported, Mapping};
use words::{Importing as Texts, Words};
use yew::prelude::*;

use crate::components::text::text;

/// How many points there are, and how many of them are to test.
pub(super) fn points(words: &Words, texts: &Texts, imported: &Imported) -> String {
    let n = imported.points.len();
    let said = texts.points.with(n as f64, &words.count(n as u64));
    match imported.n_tests() {
        0 => said,
        n_test => texts.and_test.with([&said, &words.count(n_test as u64)]),
    }
}

/// So many of the rows that were left out are told after the import.
const TOLD_ROWS: usize = 3;

/// A row that was left out, with its file where there are two, and why.
fn row_said(words: &Words, texts: &Texts, names: &[&str], row: &BadRow) -> String {
    let (line, why) = (row.line.to_string(), words.refusal(&row.problem));
    match names {
        [] | [_] => texts.line_why.with([&line, &why]),
        names => texts.file_line_why.with([names.get(row.table).copied().unwrap_or_default(), &line, &why]),
    }
}

/// What was left out, in one sentence for the page; empty if nothing was.
pub(super) fn left_out(words: &Words, texts: &Texts, names: &[&str], imported: &Imported) -> String {
    let skipped = &imported.skipped;
    if skipped.n == 0 {
        return String::new();
    }
    let mut rows: Vec<String> =
        skipped.first.iter().take(TOLD_ROWS).map(|row| row_said(words, texts, names, row)).collect();
    let n_more = skipped.n - rows.len();
    if n_more > 0 {
        rows.push(texts.more.with([&words.count(n_more as u64)]));
    }
    rows.insert(0, texts.left_out.with(skipped.n as f64, &words.count(skipped.n as u64)));
    rows.join(texts.between_sentences)
}

/// Which points test and why.
fn tests_said(words: &Words, texts: &Texts, imported: &Imported, mapping: &Mapping, has_test_file: bool) -> String {
    let control = words.key_label("trainShare");
    match imported.n_tests() {
        0 => texts.none_tests.with([control]),
        _ if has_test_file || mapping.set.is_some() => String::new(),
        _ if imported.task == Task::Classification => texts.tests_by_class.with([control]),
        _ => texts.tests_drawn.with([control]),
    }
}

/// Points, classes, which of them test, and what was left out.
pub(super) fn outcome(words: &Words, texts: &Texts, names: &[&str], imported: &Imported, mapping: &Mapping) -> Html {
    let class = |(idx, class): (usize, &playground::table::Class)| {
        let said = texts.of_class.with([&class.name, &words.count(class.n_points as u64)]);
        html! {
            <li key={idx} title={class.name.clone()}>
                <svg viewBox="0 0 16 16" aria-hidden="true"><path class={format!("class-{}", idx + 1)} d={crate::draw::shape::svg_path(idx + 1)} /></svg>{ text(&said) }
            </li>
        }
    };
    let sampled = imported.sampled.map(|sampled| {
        let said = if imported.task == Task::Classification { &texts.drawn_by_class } else { &texts.drawn };
        said.with([&words.count(sampled.kept as u64), &words.count(sampled.of as u64)])
    });
    let skipped = &imported.skipped;
    let row = |row: &BadRow| row_said(words, texts, names, row);
    let tests = tests_said(words, texts, imported, mapping, names.len() > 1);
    let n_more = skipped.n - skipped.first.len();
    html! {
        <>
            <p class="importing-sum" role="status"><b ~textContent={points(words, texts, imported)} />if let Some(sampled) = sampled { { text(&sampled) } }</p>
            <ul class="importing-classes">{ for imported.classes.iter().enumerate().map(class) }</ul>
            if !tests.is_empty() { <p class="importing-tests" ~textContent={tests} /> }
            if skipped.n > 0 {
                <div class="importing-left-out">
                    <p ~textContent={texts.left_out.with(skipped.n as f64, &words.count(skipped.n as u64))} />
                    <ul>
                        { for skipped.first.iter().map(|it| html! { <li ~textContent={row(it)} /> }) }
                        if n_more > 0 { <li ~textContent={texts.more.with([&words.count(n_more as u64)])} /> }
                    </ul>
                </div>
            }
        </>
    }
}
