//! The panel: keep the run under a name, and the list of those that are kept.

use std::rc::Rc;

use js_sys::Date;
use playground::{Config, data};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use words::Words;
use yew::prelude::*;

use crate::browser::page;
use crate::components::button::Button;
use crate::intent::Intent;
use crate::keeping::experiments::{Experiment, LONGEST_NAME, MOST, MOST_MB};
use crate::keeping::{Blocked, SHELF};

/// The run as the panel knows it.
#[derive(Clone, PartialEq)]
pub(crate) struct Run {
    pub(crate) config: Rc<Config>,
    pub(crate) epoch: u64,
    /// What became of the last one that was to be kept or opened, and how many there were.
    pub(crate) shelved: (AttrValue, u32),
}

/// What the panel shows.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) words: &'static Words,
    pub(crate) run: Run,
    pub(crate) act: Callback<Intent>,
    /// Closes the panel.
    pub(crate) close: Callback<MouseEvent>,
}

/// What is being done with one of them.
#[derive(Clone, Debug, Default, PartialEq)]
enum Doing {
    #[default]
    Nothing,
    Renaming(String),
    /// One press more deletes it.
    Deleting(String),
}

/// The panel.
#[function_component(List)]
pub(super) fn list(props: &Props) -> Html {
    let (words, experiments) = (props.words, &props.words.experiments);
    let all = use_state_eq(Vec::<Experiment>::new);
    let (doing, said) = (use_state_eq(Doing::default), use_state_eq(AttrValue::default));
    let name = use_node_ref();
    let refresh = {
        let (all, said) = (all.clone(), said.clone());
        Callback::from(move |()| {
            let (all, said) = (all.clone(), said.clone());
            SHELF.with(move |shelf| {
                let Ok(shelf) = shelf else { return said.set(words.common.missing.into()) };
                spawn_local(async move {
                    match (shelf.list)().await {
                        Ok(found) => all.set(found),
                        Err(Blocked) => said.set(words.experiments.blocked.into()),
                    }
                });
            });
        })
    };
    {
        let (refresh, said) = (refresh.clone(), said.clone());
        // What was told before the panel was opened is not told again.
        let n_before = use_mut_ref(|| props.run.shelved.1);
        use_effect_with(props.run.shelved.clone(), move |(told, n)| {
            if *n != *n_before.borrow() {
                said.set(told.clone());
            }
            refresh.emit(());
        });
    }
    {
        let name = name.clone();
        // Who opens the panel goes on by keyboard: with what most come for.
        use_effect_with((), move |()| {
            if let Some(field) = name.cast::<HtmlInputElement>().filter(|_| !page::has_finger()) {
                field.focus().ok();
            }
        });
    }
    let suggestion = {
        let label =
            data::find(props.run.config.task, &props.run.config.dataset).map_or("", |it| words.dataset_label(it));
        experiments.name_of_run.with([label, &words.counter(props.run.epoch)])
    };
    let keep = {
        let (act, name, suggestion) = (props.act.clone(), name.clone(), suggestion.clone());
        Callback::from(move |()| {
            let Some(field) = name.cast::<HtmlInputElement>() else { return };
            act.emit(Intent::KeepExperiment(named(&field.value()).unwrap_or_else(|| suggestion.clone())));
            field.set_value("");
        })
    };
    let on_name = {
        let keep = keep.clone();
        move |event: KeyboardEvent| {
            // Enter also ends what an input method composes.
            if event.key() == "Enter" && !event.is_composing() {
                keep.emit(());
            }
        }
    };
    let change = |then: Change| {
        let (refresh, doing, said) = (refresh.clone(), doing.clone(), said.clone());
        Callback::from(move |()| carry_out(words, then.clone(), refresh.clone(), doing.clone(), said.clone()))
    };
    let row = |it: &Experiment| {
        let Experiment { id, name, .. } = it.clone();
        let date = String::from(Date::new(&JsValue::from_f64(it.at)).to_locale_string(words.tag, &JsValue::UNDEFINED));
        let loss = if it.loss.is_finite() { words.short(it.loss) } else { words.common.nothing.into() };
        let facts = experiments.facts.with([&words.counter(it.epoch as u64), &loss, &date]);
        let is_renaming = *doing == Doing::Renaming(id.clone());
        let is_deleting = *doing == Doing::Deleting(id.clone());
        let press = |next: Doing| {
            let doing = doing.clone();
            Callback::from(move |_: MouseEvent| doing.set(next.clone()))
        };
        let open = {
            let (act, close, wish) =
                (props.act.clone(), props.close.clone(), Intent::OpenExperiment(id.clone(), name.clone()));
            Callback::from(move |event: MouseEvent| {
                close.emit(event);
                act.emit(wish.clone());
            })
        };
        let delete = change(Change::Delete(id.clone(), name.clone()));
        let button = |label: &str, d: &'static str| Button {
            class: "btn quiet",
            face: crate::components::button::icon(d),
            name: Some(label.to_owned().into()),
            title: Some(label.to_owned().into()),
            ..Button::default()
        };
        html! {
            <li key={id.clone()}>
                if is_renaming {
                    { rename_field(words, it, &doing, change(Change::Nothing), &refresh, &said) }
                } else {
                    <div><b ~textContent={name.clone()} /><p ~textContent={facts} /></div>
                }
                { Button { text: experiments.open_short.into(), name: Some(experiments.open.with([&name]).into()), ..Button::of("btn", "") }.does(open) }
                { button(&experiments.rename.with([&name]), "M2.5 13.5l1-4l7-7l3 3l-7 7z").does(press(Doing::Renaming(id.clone()))) }
                if is_deleting {
                    { Button { name: Some(experiments.delete_now.with([&name]).into()), ..Button::of("btn danger", experiments.delete_short) }.does(delete.reform(|_| ())) }
                } else {
                    { button(&experiments.delete.with([&name]), "M2.5 4h11M6 4V2.5h4V4M4 4l.6 9.5h6.8L12 4M6.7 6.5v4.5M9.3 6.5v4.5").does(press(Doing::Deleting(id.clone()))) }
                }
            </li>
        }
    };
    html! {
        <>
            <h2 ~textContent={experiments.experiments} />
            <p ~textContent={experiments.what.with([&MOST.to_string(), &MOST_MB.to_string()])} />
            <div class="row keep">
                <input ref={name} aria-label={experiments.name} placeholder={suggestion} maxlength={LONGEST_NAME.to_string()} onkeydown={on_name} />
                { Button::of("btn primary", experiments.keep).does(keep.reform(|_| ())) }
            </div>
            <p role="status" ~textContent={&**said} />
            if all.is_empty() {
                <p ~textContent={experiments.none} />
            } else {
                <ul class="experiments">{ for all.iter().map(row) }</ul>
            }
        </>
    }
}

/// A change of what is kept.
#[derive(Clone)]
enum Change {
    Nothing,
    Rename(String, String),
    /// The id, and the name that is told.
    Delete(String, String),
}

fn carry_out(
    words: &'static Words,
    change: Change,
    refresh: Callback<()>,
    doing: UseStateHandle<Doing>,
    said: UseStateHandle<AttrValue>,
) {
    doing.set(Doing::Nothing);
    SHELF.with(move |shelf| {
        let Ok(shelf) = shelf else { return said.set(words.common.missing.into()) };
        spawn_local(async move {
            let (done, told) = match change {
                Change::Nothing => return,
                Change::Rename(id, name) => ((shelf.rename)(id, name).await, String::new()),
                Change::Delete(id, name) => ((shelf.delete)(id).await, words.experiments.deleted.with([&name])),
            };
            said.set(if done.is_ok() { told } else { words.experiments.blocked.into() }.into());
            refresh.emit(());
        });
    });
}

/// The field for another name: Enter takes it, Escape leaves the old one.
fn rename_field(
    words: &'static Words,
    it: &Experiment,
    doing: &UseStateHandle<Doing>,
    stop: Callback<()>,
    refresh: &Callback<()>,
    said: &UseStateHandle<AttrValue>,
) -> Html {
    let (id, refresh, doing, said) = (it.id.clone(), refresh.clone(), doing.clone(), said.clone());
    let onkeydown = move |event: KeyboardEvent| {
        let field: HtmlInputElement = event.target_unchecked_into();
        if event.is_composing() {
            return;
        }
        match (event.key().as_str(), named(&field.value())) {
            ("Enter", Some(name)) => {
                carry_out(words, Change::Rename(id.clone(), name), refresh.clone(), doing.clone(), said.clone());
            }
            ("Enter", None) => stop.emit(()),
            ("Escape", _) => {
                // The panel stays.
                event.stop_propagation();
                stop.emit(());
            }
            _ => {}
        }
    };
    html! { <input aria-label={words.experiments.new_name.with([&it.name])} value={it.name.clone()} maxlength={LONGEST_NAME.to_string()} autofocus=true {onkeydown} /> }
}

/// What was typed as a name, unless it is empty.
fn named(typed: &str) -> Option<String> {
    let name: String = typed.trim().chars().take(LONGEST_NAME).collect();
    (!name.is_empty()).then_some(name)
}
