//! What is shown over the plane: the arrows, one kind at a time unless several are wanted, with what they mean; and the points.

use playground::{Task, ViewSettings};
use words::Words;
use yew::prelude::*;

use crate::components::button::{Button, icon, wants};
use crate::components::text::text;
use crate::components::toggle::Toggle;
use crate::intent::Intent;
use crate::store::state::State;

/// What can be shown.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) state: State,
    pub(crate) act: Callback<Intent>,
}

/// Something over the plot that can be shown or not: its key among the view settings, why it cannot be shown, and its switch.
struct Row {
    key: &'static str,
    refusal: fn(&Words, Task) -> Option<&'static str>,
    switch: fn(&mut ViewSettings) -> &mut bool,
}

fn not_on_a_curve(words: &Words, task: Task) -> Option<&'static str> {
    (task == Task::Curve).then_some(words.plot.no_arrows_on_a_curve)
}

/// The kinds of arrows.
const ARROWS: [Row; 3] = [
    Row { key: "slopeField", refusal: not_on_a_curve, switch: |view| &mut view.slope_field },
    Row { key: "pointPull", refusal: not_on_a_curve, switch: |view| &mut view.point_pull },
    Row {
        key: "boundaryPush",
        refusal: |words, task| (task != Task::Classification).then_some(words.plot.no_boundary),
        switch: |view| &mut view.boundary_push,
    },
];

/// How each looks: thin, with a round tail, heavy on the boundary.
const PICTURES: [&str; 3] = [
    "M2 12 14 5M9.5 4.5 14 5l-2 4",
    "M5 11.3 14 5M9.5 4.5 14 5l-2 4M6 12a2 2 0 1 1-.01 0",
    "M2 14c4-2 8-2 12 0M8 12V5M4.5 6.500 8 2l3.500 4.500z",
];

const POINTS: [Row; 2] = [
    Row { key: "testPoints", refusal: |_, _| None, switch: |view| &mut view.test_points },
    Row {
        key: "classesOnly",
        refusal: |words, task| (task != Task::Classification).then_some(words.common.only_with_classes),
        switch: |view| &mut view.classes_only,
    },
];

impl Row {
    fn is_on(&self, view: &ViewSettings) -> bool {
        *(self.switch)(&mut view.clone())
    }
}

/// The rows below the plot.
#[function_component(Overlays)]
pub(crate) fn overlays(props: &Props) -> Html {
    let State { words, config, view_settings: view, points, .. } = &props.state;
    let words = *words;
    let several = use_state_eq(|| false);
    let n_on = ARROWS.iter().filter(|row| row.is_on(view)).count();
    // A link may show several too.
    let are_several = *several || n_on > 1;
    let toggle = |row: &'static Row, class: &'static str, after: ViewSettings, face: Html| {
        let refusal = (row.refusal)(words, config.task);
        html! {
            <Toggle
                key={row.key} {class} name={words.view_label(row.key)} pressed={row.is_on(view) && refusal.is_none()} disabled={refusal.is_some()}
                title={Some(AttrValue::from(refusal.unwrap_or(words.view_doc(row.key))))}
                on_press={wants(Intent::SetView(after), &props.act)}
            >{ face }</Toggle>
        }
    };
    let arrow = |(index, row): (usize, &'static Row)| {
        let (mut after, is_on) = (view.clone(), row.is_on(view));
        if !are_several {
            ARROWS.iter().for_each(|other| *(other.switch)(&mut after) = false);
        }
        *(row.switch)(&mut after) = !is_on;
        let face = html! { <><span class={format!("arrow-{index}")}>{ icon(PICTURES[index]) }</span>{ text(words.plot.arrow_kinds[index]) }</> };
        toggle(row, "piece", after, face)
    };
    let point = |row: &'static Row| {
        let mut after = view.clone();
        *(row.switch)(&mut after) = !row.is_on(view);
        toggle(row, "tog", after, text(words.view_label(row.key)))
    };
    let why = |row: &'static Row| {
        let name = if n_on > 1 { [words.view_label(row.key), words.common.colon].concat() } else { String::new() };
        html! { <p key={row.key}><b ~textContent={name} />{ text(words.view_doc(row.key)) }</p> }
    };
    let on_several = {
        let (several, act, mut after) = (several.clone(), props.act.clone(), view.clone());
        // Of several the first stays.
        let others = ARROWS.iter().filter(|row| row.is_on(view)).skip(1);
        others.for_each(|row| *(row.switch)(&mut after) = false);
        Callback::from(move |_| {
            several.set(!are_several);
            if are_several && n_on > 1 {
                act.emit(Intent::SetView(after.clone()));
            }
        })
    };
    let erase = Button {
        name: Some(words.plot.erase_all.into()),
        title: Some(words.plot.erase_all.into()),
        disabled: points.is_empty(),
        ..Button::of("chip", words.plot.erase_all_short)
    };
    let shown = ARROWS.iter().filter(|row| row.is_on(view) && (row.refusal)(words, config.task).is_none());
    html! {
        <>
            <div class="toggles arrows" role="group" aria-label={words.plot.arrows}>
                <span class="lab" aria-hidden="true" ~textContent={words.plot.arrows} />
                <div class="seg">{ for ARROWS.iter().enumerate().map(arrow) }</div>
                <Toggle pressed={are_several} title={words.plot.several_why} on_press={on_several}>{ text(words.plot.several) }</Toggle>
                <div class="arrow-whys" aria-live="polite">{ for shown.map(why) }</div>
            </div>
            <div class="toggles shows" role="group" aria-label={words.plot.show}>
                <span class="lab" aria-hidden="true" ~textContent={words.plot.show} />
                { for POINTS.iter().map(point) }
                { erase.wants(Intent::EraseAll, &props.act) }
            </div>
        </>
    }
}
