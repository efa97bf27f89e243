//! What is shown on the plot, with the reason of what is switched on, and help.

use playground::{Task, ViewSettings};
use yew::prelude::*;

use crate::components::button::{Button, wants};
use crate::components::toggle::Toggle;
use crate::intent::Intent;
use crate::store::state::State;
use crate::views::help;
use crate::views::plot::Props;
use crate::words;

/// A layer over the plot: its name, what stands on the button, its reason, why not, and its switch in the looks.
struct Row {
    name: &'static str,
    short: &'static str,
    why: &'static str,
    refusal: fn(Task) -> Option<&'static str>,
    switch: fn(&mut ViewSettings) -> &mut bool,
    /// Drawn as an example beside the reason.
    is_arrow: bool,
}

const ROWS: [Row; 5] = [
    Row {
        name: words::SLOPE_FIELD,
        short: words::SLOPE_FIELD,
        why: words::SLOPE_FIELD_WHY,
        refusal: |task| (task == Task::Curve).then_some(words::NO_ARROWS_ON_A_CURVE),
        switch: |view_settings| &mut view_settings.slope_field,
        is_arrow: true,
    },
    Row {
        name: words::POINT_PULL,
        short: words::POINT_PULL,
        why: words::POINT_PULL_WHY,
        refusal: |task| (task == Task::Curve).then_some(words::NO_ARROWS_ON_A_CURVE),
        switch: |view_settings| &mut view_settings.point_pull,
        is_arrow: true,
    },
    Row {
        name: words::BOUNDARY_PUSH,
        short: words::BOUNDARY_PUSH,
        why: words::BOUNDARY_PUSH_WHY,
        refusal: |task| (task != Task::Classification).then_some(words::NO_BOUNDARY),
        switch: |view_settings| &mut view_settings.boundary_push,
        is_arrow: true,
    },
    Row {
        name: words::TEST_POINTS,
        short: words::TEST_POINTS,
        why: words::TEST_POINTS_WHY,
        refusal: |_| None,
        switch: |view_settings| &mut view_settings.test_points,
        is_arrow: false,
    },
    Row {
        name: words::CLASSES_ONLY,
        short: words::CLASSES_ONLY_SHORT,
        why: words::CLASSES_ONLY_WHY,
        refusal: |task| (task != Task::Classification).then_some(words::ONLY_WITH_CLASSES),
        switch: |view_settings| &mut view_settings.classes_only,
        is_arrow: false,
    },
];

/// The row of toggles and what it explains. `help` says whether there is help.
pub(crate) fn seen(props: &Props, help: &UseStateHandle<bool>) -> Html {
    let State { config, view_settings, points, .. } = &props.state;
    let is_on = |row: &Row| *(row.switch)(&mut view_settings.clone()) && (row.refusal)(config.task).is_none();
    let toggle = |row: &'static Row| {
        let mut after = view_settings.clone();
        let switch = (row.switch)(&mut after);
        *switch = !*switch;
        let refusal = (row.refusal)(config.task);
        html! {
            <Toggle
                key={row.name} name={row.name} pressed={is_on(row)} disabled={refusal.is_some()}
                title={Some(AttrValue::from(refusal.unwrap_or(row.why)))}
                on_press={wants(Intent::SetView(after), &props.act)}
            >{ row.short }</Toggle>
        }
    };
    let why = |(index, row): (usize, &'static Row)| {
        html! {
            <p key={row.name}><svg class={format!("arrow-{index}")} viewBox="0 0 22 10" aria-hidden="true"><path d="M1 5h13M14 1l7 4-7 4Z" /></svg><b>{ row.name }</b>{ ": " }{ row.why }</p>
        }
    };
    let toggle_help = {
        let help = help.clone();
        Callback::from(move |_| help.set(!*help))
    };
    let ask = Button {
        name: Some(words::HELP.into()),
        title: Some(words::HELP.into()),
        expanded: Some(**help),
        controls: Some(help::ID),
        ..Button::of("chip quiet keys-button", words::HELP_SHORT)
    };
    let bin = "M2.5 4h11M6 4V2.5h4V4M4 4l.6 9.5h6.8L12 4M6.7 6.5v4.5M9.3 6.5v4.5";
    let erase = Button {
        class: "chip quiet",
        face: html! { <svg viewBox="0 0 16 16" aria-hidden="true"><path d={bin} /></svg> },
        name: Some(words::ERASE_ALL.into()),
        title: Some(words::ERASE_ALL.into()),
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
            <help::Help words={&::words::EN} open={**help} />
        </>
    }
}
