//! A result that the learner works out: it is right, or which factor is wrong.

use std::rc::Rc;

use playground::insight::{Attempt, Section, Stage, asked, judge, shown};
use playground::{Config, typed_number};
use web_sys::HtmlInputElement;
use words::Words;
use yew::prelude::*;

use super::ledger::Shown;
use crate::components::button::Button;

/// What is asked.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    pub(super) words: &'static Words,
    pub(super) config: Rc<Config>,
    pub(super) inside: Shown,
    pub(super) stage: Stage,
    pub(super) sections: Rc<Vec<Section>>,
}

/// The field and what is said of what stands there.
#[function_component(Try)]
pub(super) fn attempt(props: &Props) -> Html {
    let Props { words, config, inside, sections, .. } = props;
    let said = use_state_eq(|| None::<(bool, String)>);
    let field = use_node_ref();
    let Some(row) = asked(sections).map(|(section, row)| &sections[section].rows[row]) else { return Html::default() };
    let name = words.inside.your_result.with([&words.line_name(&row.name, inside, config)]);
    let onsubmit = {
        let (props, field, said) = (props.clone(), field.clone(), said.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let typed = field.cast::<HtmlInputElement>().map(|field| field.value()).unwrap_or_default();
            let Some(typed) = typed_number(&typed) else {
                return said.set(Some((false, props.words.inside.no_number.into())));
            };
            let attempt = judge(typed, props.stage, &props.sections, &props.inside);
            let text = props.words.attempt(&attempt, &props.inside, &props.config);
            said.set(Some((attempt == Attempt::Right, text)));
        })
    };
    let show = {
        let (said, value) = (said.clone(), row.value);
        Callback::from(move |_: MouseEvent| said.set(Some((true, shown(value)))))
    };
    html! {
        <form class="inside-try" {onsubmit}>
            <label><span ~textContent={name.clone()} /><input ref={field} type="text" inputmode="text" autocomplete="off" aria-label={name} /></label>
            <div class="row">
                <button type="submit" class="btn" ~textContent={words.inside.judge} />
                { Button::of("btn", words.inside.show).does(show) }
            </div>
            <p role="status" class={said.as_ref().map(|(is_right, _)| if *is_right { "good" } else { "bad" })} ~textContent={said.as_ref().map_or("", |(_, text)| text)} />
        </form>
    }
}
