//! A result that the learner works out: it is right, or which factor is wrong.

use std::rc::Rc;

use playground::insight::{Attempt, Section, Stage, asked, judge, shown};
use playground::{Config, typed_number};
use web_sys::HtmlInputElement;
use words::{Inside, Words};
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
    /// It is found out, or shown.
    pub(super) on_end: Callback<()>,
}

/// The field and what is said of what stands there.
#[function_component(Try)]
pub(super) fn attempt(props: &Props) -> Html {
    let Props { words, config, inside, sections, .. } = props;
    let said = use_state_eq(|| None::<(bool, String)>);
    let field = use_node_ref();
    let Some(row) = asked(sections).map(|(section, row)| &sections[section].rows[row]) else { return Html::default() };
    let texts = Inside::of(words.tag);
    let name = texts.your_result.with([&words.line_name(&row.name, inside, config)]);
    let onsubmit = {
        let (props, field, said) = (props.clone(), field.clone(), said.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let typed = field.cast::<HtmlInputElement>().map(|field| field.value()).unwrap_or_default();
            let Some(typed) = typed_number(&typed) else {
                return said.set(Some((false, texts.no_number.into())));
            };
            let attempt = judge(typed, props.stage, &props.sections, &props.inside, &props.config);
            let text = props.words.attempt(&attempt, &props.inside, &props.config);
            let is_right = attempt == Attempt::Right;
            said.set(Some((is_right, text)));
            if is_right {
                props.on_end.emit(());
            }
        })
    };
    let show = {
        let (said, text, on_end) =
            (said.clone(), format!("{name}{}{}", words.common.colon, shown(row.value)), props.on_end.clone());
        Callback::from(move |_: MouseEvent| {
            said.set(Some((true, text.clone())));
            on_end.emit(());
        })
    };
    html! {
        <form class="inside-try" {onsubmit}>
            <label><span ~textContent={name.clone()} /><input ref={field} type="text" inputmode="text" autocomplete="off" aria-label={name} /></label>
            <div class="row">
                <button type="submit" class="btn" ~textContent={texts.judge} />
                { Button::of("btn", texts.show).does(show) }
            </div>
            <p role="status" class={said.as_ref().map(|(is_right, _)| if *is_right { "good" } else { "bad" })} ~textContent={said.as_ref().map_or("", |(_, text)| text)} />
        </form>
    }
}
