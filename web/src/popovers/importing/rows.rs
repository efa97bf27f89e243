//! The first rows of a table as they were read: which column is what, and which rows are left out.

use playground::Task;
use playground::table::{Imported, Mapping, Table};
use words::Importing as Texts;
use yew::prelude::*;

use super::fields::name_of;
use crate::components::text::text;

/// So many rows are shown,
const N_ROWS: usize = 6;
/// and so many columns.
const N_COLUMNS: usize = 12;

/// The rows of the first table.
pub(super) fn rows(texts: &Texts, table: &Table, mapping: Option<&Mapping>, imported: Option<&Imported>) -> Html {
    let n_columns = table.columns().len().min(N_COLUMNS);
    let bad: Vec<usize> = imported
        .iter()
        .flat_map(|it| it.skipped.first.iter().filter(|row| row.table == 0).map(|row| row.line))
        .collect();
    let head = |idx: usize| {
        let use_of = mapping.and_then(|mapping| use_of(texts, mapping, idx));
        html! {
            <th key={idx} scope="col" class={use_of.map(|_| "used")}>
                { text(&name_of(texts, table, idx)) }
                if let Some(word) = use_of { <small ~textContent={word} /> }
            </th>
        }
    };
    let row = |idx: usize| {
        let row = table.row(idx);
        let is_bad = bad.contains(&row.line);
        let cell = |idx: usize| {
            let used = mapping.is_some_and(|mapping| use_of(texts, mapping, idx).is_some());
            html! { <td class={used.then_some("used")} ~textContent={row.cells.get(idx).map_or("", |cell| cell)} /> }
        };
        html! {
            <tr key={idx} class={is_bad.then_some("bad")}>
                <th scope="row">{ text(&row.line.to_string()) }if is_bad { <small ~textContent={texts.is_left_out} /> }</th>
                { for (0..n_columns).map(cell) }
            </tr>
        }
    };
    html! {
        <div class="importing-rows" tabindex="0" role="group" aria-label={texts.first_rows}>
            <table>
                <caption class="sr-only" ~textContent={texts.first_rows} />
                <thead><tr><th scope="col" ~textContent={texts.line} />{ for (0..n_columns).map(head) }</tr></thead>
                <tbody>{ for (0..table.n_rows().min(N_ROWS)).map(row) }</tbody>
            </table>
        </div>
    }
}

/// For what a column is used.
fn use_of(texts: &Texts, mapping: &Mapping, idx: usize) -> Option<&'static str> {
    let label = if mapping.task == Task::Classification { texts.class } else { texts.value };
    let uses = [
        (Some(mapping.x), "x"),
        (Some(mapping.y).filter(|_| mapping.task != Task::Curve), "y"),
        (Some(mapping.label), label),
        (mapping.set, texts.set),
    ];
    uses.into_iter().find(|(column, _)| *column == Some(idx)).map(|(_, word)| word)
}
