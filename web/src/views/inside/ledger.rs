//! The ledger: one renderer for the lines of every stage. Each section is a table, with the calculation and its result in every line;
//! all digits of a result are its title. Lines of weights choose the weight, lines of paths lead to the neuron there.

use std::rc::Rc;

use playground::Config;
use playground::insight::{Inside, Kind, Name, Row, Section, Wanted, asked, shown};
use words::{Inside as Texts, Words};
use yew::prelude::*;

use crate::components::button::truth;

/// What the ledger shows.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    pub(super) words: &'static Words,
    pub(super) config: Rc<Config>,
    pub(super) inside: Shown,
    pub(super) sections: Rc<Vec<Section>>,
    /// Whether the result that is asked for, and all that follows from it, stays hidden.
    pub(super) hides: bool,
    pub(super) on_choose: Callback<Wanted>,
    /// The edge that is pointed at in the diagram.
    pub(super) lit: Option<(bool, usize)>,
    /// Which edge of the diagram a line is about, while it is pointed at.
    pub(super) on_light: Callback<Option<(bool, usize)>>,
}

/// What is inside, compared by where it is: it never changes.
#[derive(Clone)]
pub(super) struct Shown(pub(super) Rc<Inside>);

impl PartialEq for Shown {
    fn eq(&self, other: &Shown) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl From<Rc<Inside>> for Shown {
    fn from(inside: Rc<Inside>) -> Shown {
        Shown(inside)
    }
}

impl yew::html::IntoPropValue<Shown> for Rc<Inside> {
    fn into_prop_value(self) -> Shown {
        Shown(self)
    }
}

impl std::ops::Deref for Shown {
    type Target = Inside;

    fn deref(&self) -> &Inside {
        &self.0
    }
}

/// The ledger.
#[function_component(Ledger)]
pub(super) fn ledger(props: &Props) -> Html {
    let hidden = asked(&props.sections).filter(|_| props.hides);
    let last = hidden.map_or(props.sections.len(), |(section, _)| section + 1);
    let section = |(at, section): (usize, &Section)| {
        let n = hidden.filter(|(place, _)| *place == at).map_or(section.rows.len(), |(_, row)| row + 1);
        let row = |(idx, row): (usize, &Row)| line(props, row, hidden == Some((at, idx)));
        let note = |note: &playground::insight::Note| html! { <p class="inside-note" ~textContent={props.words.note_inside(*note, &props.config)} /> };
        html! {
            <>
                <table class="lines" key={at}>
                    <caption ~textContent={props.words.section_title(section.title, &props.inside, &props.config)} />
                    <thead class="sr-only"><tr>
                        <th scope="col" ~textContent={Texts::of(props.words.tag).line} />
                        <th scope="col" ~textContent={Texts::of(props.words.tag).calculation} />
                        <th scope="col" ~textContent={Texts::of(props.words.tag).result} />
                    </tr></thead>
                    <tbody>{ for section.rows[..n].iter().enumerate().map(row) }</tbody>
                </table>
                { for section.notes.iter().map(note) }
            </>
        }
    };
    let is_about = |section: &Section| section.rows.iter().any(|row| row.is_close);
    html! {
        <>
            { for props.sections[..last].iter().enumerate().map(section) }
            if props.sections[..last].iter().any(is_about) {
                <p class="inside-note" ~textContent={Texts::of(props.words.tag).about_why} />
            }
        </>
    }
}

/// One line.
fn line(props: &Props, row: &Row, is_hidden: bool) -> Html {
    let words = props.words;
    let name = words.line_name(&row.name, &props.inside, &props.config);
    let light = |edge: Option<(bool, usize)>| props.on_light.reform(move |()| edge);
    let edge = match row.name {
        Name::Into(Some(input)) => Some((false, input)),
        Name::Onward(unit) => Some((true, unit)),
        _ => None,
    };
    let goes_to = match row.name {
        Name::Into(input) => Some(Wanted { input, ..props.inside.wanted }),
        Name::Onward(unit) => Some(Wanted { layer: props.inside.wanted.layer + 1, unit, ..props.inside.wanted }),
        _ => None,
    };
    let is_chosen = goes_to.is_some_and(|wanted| wanted == props.inside.wanted);
    let head = match goes_to {
        Some(wanted) => {
            let onclick = props.on_choose.reform(move |_: MouseEvent| wanted);
            let pressed = matches!(row.name, Name::Into(_)).then(|| truth(is_chosen));
            html! { <button type="button" class="line-name" aria-pressed={pressed} {onclick} ~textContent={name} /> }
        }
        None => html! { <span ~textContent={name} /> },
    };
    let kind = match row.kind {
        Kind::Sum => "is-sum",
        Kind::Result => "is-result",
        _ => "",
    };
    let class = classes!(kind, is_chosen.then_some("picked"), (edge.is_some() && edge == props.lit).then_some("lit"));
    let has_relation = !(row.numbers.is_empty() && row.kind != Kind::Sum);
    let relation = if !has_relation {
        ""
    } else if row.is_close {
        "≈"
    } else {
        "="
    };
    let (enter, leave) = (light(edge), light(None));
    let (focus, blur) = (enter.clone(), leave.clone());
    html! {
        <tr
            {class} onmouseenter={move |_| enter.emit(())} onmouseleave={move |_| leave.emit(())}
            onfocusin={move |_| focus.emit(())} onfocusout={move |_| blur.emit(())}
        >
            <th scope="row">{ head }</th>
            <td>
                if !row.symbols.is_empty() { <small ~textContent={row.symbols.clone()} /> }
                if !is_hidden { <span ~textContent={row.numbers.clone()} /> }
            </td>
            if is_hidden {
                <td class="out"><span aria-label={Texts::of(words.tag).hidden} role="img" ~textContent="?" /></td>
            } else {
                <td class="out" title={row.value.to_string()} data-value={row.value.to_string()}>
                    if !relation.is_empty() { <small aria-label={(relation == "≈").then_some(Texts::of(words.tag).about)} role={(relation == "≈").then_some("img")} aria-hidden={(relation == "=").then_some("true")} ~textContent={relation} /> }
                    <span ~textContent={shown(row.value)} />
                </td>
            }
        </tr>
    }
}
