//! What is shown on the plot, with the reason of what is switched on, and help.

use playground::{Task, ViewSettings};
use words::Words;
use yew::prelude::*;

use crate::components::button::{Button, wants};
use crate::components::text::text;
use crate::components::toggle::Toggle;
use crate::intent::Intent;
use crate::popovers::help;
use crate::store::state::State;
use crate::views::plot::Props;

/// Something over the plot that can be shown or not: its key among the view settings, why it cannot be shown, and its switch.
struct Row {
    key: &'static str,
    refusal: fn(&Words, Task) -> Option<&'static str>,
    switch: fn(&mut ViewSettings) -> &mut bool,
    /// Drawn as an example beside the reason.
    is_arrow: bool,
}

fn not_on_a_curve(words: &Words, task: Task) -> Option<&'static str> {
    (task == Task::Curve).then_some(words.plot.no_arrows_on_a_curve)
}

const ROWS: [Row; 5] = [
    Row {
        key: "slopeField",
        refusal: not_on_a_curve,
        switch: |view_settings| &mut view_settings.slope_field,
        is_arrow: true,
    },
    Row {
        key: "pointPull",
        refusal: not_on_a_curve,
        switch: |view_settings| &mut view_settings.point_pull,
        is_arrow: true,
    },
    Row {
        key: "boundaryPush",
        refusal: |words, task| (task != Task::Classification).then_some(words.plot.no_boundary),
        switch: |view_settings| &mut view_settings.boundary_push,
        is_arrow: true,
    },
    Row {
        key: "testPoints",
        refusal: |_, _| None,
        switch: |view_settings| &mut view_settings.test_points,
        is_arrow: false,
    },
    Row {
        key: "classesOnly",
        refusal: |words, task| (task != Task::Classification).then_some(words.common.only_with_classes),
        switch: |view_settings| &mut view_settings.classes_only,
        is_arrow: false,
    },
];

/// The row of toggles and what it explains. `help` says whether there is help.
pub(crate) fn seen(props: &Props, help: &UseStateHandle<bool>) -> Html {
    let State { words, config, view_settings, points, .. } = &props.state;
    let words = *words;
    let is_on = |row: &Row| *(row.switch)(&mut view_settings.clone()) && (row.refusal)(words, config.task).is_none();
    let toggle = |row: &'static Row| {
        let mut after = view_settings.clone();
        let switch = (row.switch)(&mut after);
        *switch = !*switch;
        let refusal = (row.refusal)(words, config.task);
        html! {
            <Toggle
                key={row.key} name={words.view_label(row.key)} pressed={is_on(row)} disabled={refusal.is_some()}
                title={Some(AttrValue::from(refusal.unwrap_or(words.view_doc(row.key))))}
                on_press={wants(Intent::SetView(after), &props.act)}
            >{ text(words.view_label(row.key)) }</Toggle>
        }
    };
    let why = |(index, row): (usize, &'static Row)| {
        html! {
            <p key={row.key}><svg class={format!("arrow-{index}")} viewBox="0 0 22 10" aria-hidden="true"><path d="M1 5h13M14 1l7 4-7 4Z" /></svg><b ~textContent={words.view_label(row.key)} />{ text(&[words.common.colon, words.view_doc(row.key)].concat()) }</p>
        }
    };
    let toggle_help = {
        let help = help.clone();
        Callback::from(move |_| help.set(!*help))
    };
    let ask = Button {
        name: Some(words.help.help.into()),
        title: Some(words.help.help.into()),
        expanded: Some(**help),
        controls: Some(help::ID),
        ..Button::of("chip quiet keys-button", words.help.short)
    };
    let bin = "M2.5 4h11M6 4V2.5h4V4M4 4l.6 9.5h6.8L12 4M6.7 6.5v4.5M9.3 6.5v4.5";
    let erase = Button {
        class: "chip quiet",
        face: html! { <svg viewBox="0 0 16 16" aria-hidden="true"><path d={bin} /></svg> },
        name: Some(words.plot.erase_all.into()),
        title: Some(words.plot.erase_all.into()),
        disabled: points.is_empty(),
        ..Button::default()
    };
    html! {
        <>
            <div class="toggles">
                { for ROWS.iter().map(toggle) }
                <span class="plot-more">
                    { ask.does(toggle_help) }
                    { erase.wants(Intent::EraseAll, &props.act) }
                </span>
            </div>
            <div class="arrow-whys" aria-live="polite">{ for ROWS.iter().enumerate().filter(|(_, row)| row.is_arrow && is_on(row)).map(why) }</div>
            <help::Help {words} open={**help} act={props.act.clone()} />
        </>
    }
}
