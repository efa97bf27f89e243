//! What is shown over the plane, with what it means: the arrows, one kind at a time unless several are wanted; the points; what a curve
//! is made of. What a curve cannot have is not offered there, nor elsewhere what only a curve has.

use playground::{Task, ViewSettings};
use words::{Template, Words};
use yew::prelude::*;

use crate::components::button::{Button, icon, wants};
use crate::components::text::text;
use crate::components::toggle::Toggle;
use crate::intent::Intent;
use crate::store::state::State;
use crate::views::plot::curve_parts::{MOST_LINES, MOST_RESIDUALS};

/// What can be shown.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) state: State,
    /// Whether somebody draws a prediction.
    pub(crate) predicts: bool,
    pub(crate) on_predict: Callback<()>,
    pub(crate) act: Callback<Intent>,
}

/// Something over the plot that can be shown or not: its key among the view settings, whether only a curve has it, why it cannot be
/// shown, and its switch.
struct Row {
    key: &'static str,
    of_curve: bool,
    refusal: fn(&Words, Task) -> Option<&'static str>,
    switch: fn(&mut ViewSettings) -> &mut bool,
}

/// The kinds of arrows.
const ARROWS: [Row; 4] = [
    Row { key: "slopeField", of_curve: false, refusal: |_, _| None, switch: |view| &mut view.slope_field },
    Row { key: "pointPull", of_curve: false, refusal: |_, _| None, switch: |view| &mut view.point_pull },
    Row {
        key: "boundaryPush",
        of_curve: false,
        refusal: |words, task| (task != Task::Classification).then_some(words.plot.no_boundary),
        switch: |view| &mut view.boundary_push,
    },
    Row { key: "residuals", of_curve: true, refusal: |_, _| None, switch: |view| &mut view.residuals },
];

/// How each looks: thin, with a round tail, heavy on the boundary, from a point up to a curve.
const PICTURES: [&str; 4] = [
    "M2 12 14 5M9.5 4.5 14 5l-2 4",
    "M5 11.3 14 5M9.5 4.5 14 5l-2 4M6 12a2 2 0 1 1-.01 0",
    "M2 14c4-2 8-2 12 0M8 12V5M4.5 6.500 8 2l3.500 4.500z",
    "M2 5c4-4 8 2 12-2M8 11.500V4.500M5.500 7 8 4.500 10.500 7M8 11.500a1.500 1.500 0 1 1-.01 0",
];

const TEST_POINTS: Row =
    Row { key: "testPoints", of_curve: false, refusal: |_, _| None, switch: |view| &mut view.test_points };

const SHOWS: [Row; 2] = [
    Row {
        key: "classesOnly",
        of_curve: false,
        refusal: |words, task| (task != Task::Classification).then_some(words.common.only_with_classes),
        switch: |view| &mut view.classes_only,
    },
    Row { key: "contributions", of_curve: true, refusal: |_, _| None, switch: |view| &mut view.contributions },
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
    let is_curve = config.task == Task::Curve;
    let is_there = |row: &&Row| row.of_curve == is_curve;
    let n_on = ARROWS.iter().filter(is_there).filter(|row| row.is_on(view)).count();
    // A link may show several too.
    let are_several = *several || n_on > 1;
    let toggle = |row: &'static Row, class: &'static str, change: Intent, face: Html| {
        let refusal = (row.refusal)(words, config.task);
        html! {
            <Toggle
                key={row.key} {class} name={words.view_label(row.key)} pressed={row.is_on(view) && refusal.is_none()} disabled={refusal.is_some()}
                title={Some(AttrValue::from(refusal.map_or_else(|| words.in_classes(config, words.view_doc(row.key)), str::to_owned)))}
                on_press={wants(change, &props.act)}
            >{ face }</Toggle>
        }
    };
    let arrow = |(index, row): (usize, &'static Row)| {
        let is_on = row.is_on(view);
        let change = Intent::view(move |view| {
            let others = ARROWS.iter().filter(|other| !are_several && other.of_curve == is_curve);
            others.for_each(|other| *(other.switch)(view) = false);
            *(row.switch)(view) = !is_on;
        });
        let face = html! { <><span class={format!("arrow-{index}")}>{ icon(PICTURES[index]) }</span>{ text(words.plot.arrow_kinds[index]) }</> };
        toggle(row, "piece", change, face)
    };
    let point = |row: &'static Row| {
        let is_on = row.is_on(view);
        toggle(row, "tog", Intent::view(move |view| *(row.switch)(view) = !is_on), text(words.view_label(row.key)))
    };
    let drawn = |row: &Row| match row.key {
        "residuals" => residuals_drawn(&props.state),
        "contributions" => lines_drawn(&props.state),
        _ => String::new(),
    };
    let shown = ARROWS.iter().chain(SHOWS.iter().filter(|row| row.of_curve)).filter(is_there);
    let shown: Vec<&'static Row> =
        shown.filter(|row| row.is_on(view) && (row.refusal)(words, config.task).is_none()).collect();
    // What a curve has names itself.
    let are_named = !is_curve && shown.len() > 1;
    let why = |row: &'static Row| {
        let name = if are_named { [words.view_label(row.key), words.common.colon].concat() } else { String::new() };
        html! { <p key={row.key}><b ~textContent={name} />{ text(&words.in_classes(config, words.view_doc(row.key))) }<span ~textContent={drawn(row)} /></p> }
    };
    let on_several = {
        let (several, act) = (several.clone(), props.act.clone());
        Callback::from(move |_| {
            several.set(!are_several);
            if are_several && n_on > 1 {
                act.emit(Intent::view(move |view| {
                    // Of several the first stays.
                    let on: Vec<&Row> =
                        ARROWS.iter().filter(|row| row.of_curve == is_curve && row.is_on(view)).collect();
                    on.iter().skip(1).for_each(|row| *(row.switch)(view) = false);
                }));
            }
        })
    };
    let erase = Button {
        name: Some(words.plot.erase_all.into()),
        title: Some(words.plot.erase_all.into()),
        disabled: points.is_empty(),
        ..Button::of("chip", words.plot.erase_all_short)
    };
    html! {
        <>
            <div class="toggles arrows" role="group" aria-label={words.plot.arrows}>
                if !is_curve { <span class="lab" aria-hidden="true" ~textContent={words.plot.arrows} /> }
                <div class="seg">{ for ARROWS.iter().enumerate().filter(|(_, row)| is_there(row)).map(arrow) }</div>
                if !is_curve { <Toggle pressed={are_several} title={words.plot.several_why} on_press={on_several}>{ text(words.plot.several) }</Toggle> }
                <div class="arrow-whys" aria-live="polite">{ for shown.into_iter().map(why) }</div>
            </div>
            <div class="toggles shows" role="group" aria-label={words.plot.show}>
                if !is_curve { <span class="lab" aria-hidden="true" ~textContent={words.plot.show} /> }
                { point(&TEST_POINTS) }
                { for SHOWS.iter().filter(is_there).map(point) }
                if config.task != Task::Regression {
                    <Toggle class="chip predict" name={words.plot.predict} pressed={props.predicts} title={words.plot.predict_why} on_press={props.on_predict.reform(|_| ())}>{ text(words.plot.predict_short) }</Toggle>
                }
                { erase.wants(Intent::EraseAll, &props.act) }
            </div>
        </>
    }
}

/// Where not all residuals are drawn, how many are.
fn residuals_drawn(State { words, points, view_settings, .. }: &State) -> String {
    let n = points.iter().filter(|point| view_settings.test_points || !point.test).count();
    drawn(words, &words.plot.evenly_drawn, MOST_RESIDUALS, n)
}

/// Where not all neurons' lines are drawn, how many are.
fn lines_drawn(State { words, config, .. }: &State) -> String {
    drawn(words, &words.plot.largest_drawn, MOST_LINES, config.layer_sizes()[config.hidden_layers.len()])
}

fn drawn(words: &Words, sentence: &Template<2>, most: usize, n: usize) -> String {
    let counts = [most, n].map(|n| words.count(n as u64));
    if n > most { [" ", &sentence.with([&counts[0], &counts[1]])].concat() } else { String::new() }
}
