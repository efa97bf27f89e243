//! The confusion matrix: how often points of each class are predicted as each class. It stands by itself wherever it is put.

use std::cell::RefCell;
use std::rc::Rc;

use playground::{Answer, Config, Query};
use words::Words;
use yew::prelude::*;

use crate::components::text::text;
use crate::store::state::State;
use crate::view::{Feed, Frame, View, use_view};

/// What the matrix is of.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) words: &'static Words,
    pub(crate) config: Rc<Config>,
    /// Whether it counts test points.
    pub(crate) has_test: bool,
    pub(crate) feed: Feed,
}

/// More columns than these have their numbers only.
const MOST_NAMES: usize = 4;

/// The counts as they came last.
struct Counts {
    came: RefCell<Vec<f32>>,
    on_write: Callback<Vec<f32>>,
}

/// The matrix.
#[function_component(Confusion)]
pub(crate) fn confusion(props: &Props) -> Html {
    let words = props.words;
    let counts = use_state_eq(Vec::new);
    {
        let setter = counts.setter();
        let on_write = Callback::from(move |counts| setter.set(counts));
        use_view(&props.feed, |_| Counts { came: RefCell::default(), on_write });
    }
    let side = props.config.classes;
    let rows = rows(&counts, side, props.has_test);
    let points = if props.has_test { words.curve.confusion_of_test } else { words.curve.confusion_of_training };
    let cell = |idx: usize, (class, count): (usize, &f32), of: f32| {
        let style = format!("--share: {}%", (100.0 * count / of.max(1.0)).round());
        html! { <td class={(idx == class).then_some("right")} {style} ~textContent={count.to_string()} /> }
    };
    let is_named = props.config.class_names.is_some();
    let title = |class: usize| is_named.then(|| words.class(&props.config, class));
    let column = |class: usize| {
        if is_named && side <= MOST_NAMES { words.class_short(&props.config, class) } else { class.to_string() }
    };
    // Where columns have numbers, rows have them too.
    let row_name = |class: usize| {
        let name = words.class_short(&props.config, class);
        if is_named && side > MOST_NAMES { format!("{class} {name}") } else { name }
    };
    let row = |(idx, row): (usize, &[f32])| {
        let of: f32 = row.iter().sum();
        html! {
            <tr key={idx}>
                <th scope="row" title={title(idx + 1)} ~textContent={row_name(idx + 1)} />
                { for row.iter().enumerate().map(|entry| cell(idx, entry, of)) }
            </tr>
        }
    };
    html! {
        <table class="confusion" aria-label={words.curve.confusion}>
            <caption>{ text(words.curve.confusion) }{ text(points) }</caption>
            <thead>
                <tr>
                    <th scope="col"><small ~textContent={words.curve.true_class} /></th>
                    <th scope="colgroup" colspan={side.to_string()}><small ~textContent={words.curve.predicted_class} /></th>
                </tr>
                <tr>
                    <td />
                    { for (1..=side).map(|class| html! { <th scope="col" title={title(class)} ~textContent={column(class)} /> }) }
                </tr>
            </thead>
            <tbody>{ for rows.iter().copied().enumerate().map(row) }</tbody>
        </table>
    }
}

/// The rows of the set that is shown; none where the counts are not those of so many classes.
fn rows(counts: &[f32], side: usize, has_test: bool) -> Vec<&[f32]> {
    let size = side * side;
    if counts.len() != 2 * size {
        return Vec::new();
    }
    let from = if has_test { size } else { 0 };
    counts[from..from + size].chunks(side).collect()
}

impl View for Counts {
    fn follow(&self, _: &State) {}

    fn queries(&self, frame: Frame) -> Vec<Query> {
        if frame.written { vec![Query::Confusion] } else { Vec::new() }
    }

    fn take(&self, answers: Vec<(Query, Answer)>) {
        for (query, answer) in answers {
            if query == Query::Confusion {
                self.came.replace(answer.numbers());
            }
        }
    }

    fn draw(&self, _: bool, _: bool) -> bool {
        false
    }

    fn write(&self) {
        self.on_write.emit(self.came.borrow().clone());
    }

    fn redraw(&self, _: bool) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rows_are_those_of_the_set_that_is_shown() {
        let counts = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0];
        assert_eq!(rows(&counts, 2, false), [[1.0, 2.0], [3.0, 4.0]]);
        assert_eq!(rows(&counts, 2, true), [[5.0, 6.0], [7.0, 8.0]]);
        assert!(rows(&counts, 3, true).is_empty(), "of the classes before");
    }
}
