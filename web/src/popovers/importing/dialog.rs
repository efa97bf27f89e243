//! The dialog itself: what it holds, how it is opened, left and gone through by keyboard. One step brings data, the next one shows what
//! becomes of them; nothing changes before a person says so.

use std::rc::Rc;

use playground::Config;
use playground::table::{Imported, READY_SETS, Table};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlElement};
use words::{Importing as Texts, Ready, Words};
use yew::prelude::*;

use super::choices::{Choices, Columns};
use super::fields::Scene;
use super::outcome::{left_out, outcome, points};
use super::picture::Picture;
use super::rows::rows;
use super::seen::show_plot;
use super::source::{self, Came, Raw, Source};
use super::start::Start;
use super::work::{Same, use_work};
use super::{ready, style};
use crate::components::button::{Button, icon};
use crate::components::text::text;
use crate::intent::Intent;
use crate::store::state::Brought;

/// What the dialog shows.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) words: &'static Words,
    /// What is to become own points.
    pub(crate) brought: Brought,
    pub(crate) config: Rc<Config>,
    /// Changes when the colours do.
    pub(crate) theme: u32,
    pub(crate) act: Callback<Intent>,
}

/// How far it has come.
#[derive(Clone)]
enum Stage {
    Start,
    Reading,
    Refused(AttrValue),
    Here(Same<Vec<Source>>),
}

/// The dialog.
#[function_component(Dialog)]
pub(super) fn dialog(props: &Props) -> Html {
    let words = props.words;
    let texts = Texts::of(words.tag);
    let stage = use_state(|| Stage::Start);
    let place = use_node_ref();
    use_reading(props, &stage);
    use_focus(&place);
    let close = props.act.reform(|_: MouseEvent| Intent::Bring(None));
    let onkeydown = {
        let (place, act) = (place.clone(), props.act.clone());
        move |event: KeyboardEvent| match event.key().as_str() {
            "Escape" => {
                event.stop_propagation();
                act.emit(Intent::Bring(None));
            }
            "Tab" => turn(&place, &event),
            _ => {}
        }
    };
    let title = Some(AttrValue::from(words.common.close));
    let cross = Button {
        class: "btn quiet square",
        face: icon("M4 4l8 8M12 4l-8 8"),
        name: title.clone(),
        title,
        ..Button::default()
    };
    let bring = props.act.reform(|brought| Intent::Bring(Some(brought)));
    let begin = {
        let (bring, stage) = (bring.clone(), stage.setter());
        Callback::from(move |_: MouseEvent| {
            stage.set(Stage::Start);
            bring.emit(Brought::Nothing);
        })
    };
    let cancel = || Button::of("btn", texts.cancel).does(close.clone());
    html! {
        <div class="importing-back">
            <div ref={place} class="panel importing" role="dialog" aria-modal="true" aria-labelledby="importing-title" tabindex="-1" {onkeydown}>
                <div class="more-head">
                    <h2 id="importing-title" ~textContent={texts.title} />
                    { cross.does(close.clone()) }
                </div>
                { match &*stage {
                    Stage::Start => html! {
                        <>
                            <div class="importing-body"><Start tag={words.tag} on_bring={bring} on_ready={on_ready(props, &stage)} /></div>
                            <div class="row importing-foot">{ cancel() }</div>
                        </>
                    },
                    Stage::Reading => html! { <p class="importing-body" role="status" ~textContent={texts.reading_file} /> },
                    Stage::Refused(why) => html! {
                        <>
                            <div class="importing-body"><p class="importing-why" role="alert" ~textContent={&**why} /></div>
                            <div class="row importing-foot">{ Button::of("btn primary", texts.other_data).does(begin) }{ cancel() }</div>
                        </>
                    },
                    Stage::Here(sources) => html! { <Made {words} sources={sources.clone()} config={Rc::clone(&props.config)} theme={props.theme} act={props.act.clone()} /> },
                } }
            </div>
        </div>
    }
}

/// Reads what is brought.
#[hook]
fn use_reading(props: &Props, stage: &UseStateHandle<Stage>) {
    let (words, act, setter) = (props.words, props.act.clone(), stage.setter());
    // What comes of files that were left is not shown.
    let turn = use_mut_ref(|| 0_u32);
    use_effect_with(props.brought.clone(), move |brought| {
        *turn.borrow_mut() += 1;
        let now = *turn.borrow();
        match brought.clone() {
            Brought::Nothing => setter.set(Stage::Start),
            Brought::Text(text) => {
                let name = Texts::of(words.tag).pasted.into();
                setter.set(Stage::Here(Same(Rc::new(vec![Source { name, raw: Raw::Text((&*text).into()) }]))));
            }
            Brought::Files(files) => {
                setter.set(Stage::Reading);
                spawn_local(async move {
                    let came = source::read(words, files).await;
                    if now != *turn.borrow() {
                        return;
                    }
                    match came {
                        Came::Sources(sources) => setter.set(Stage::Here(Same(Rc::new(sources)))),
                        Came::Refused(why) => setter.set(Stage::Refused(why.into())),
                        Came::Model(file) => {
                            act.emit(Intent::Bring(None));
                            act.emit(Intent::Import(file));
                        }
                    }
                });
            }
        }
    });
}

/// Puts a set from the literature onto the plot, at once: there is nothing to choose.
fn on_ready(props: &Props, stage: &UseStateHandle<Stage>) -> Callback<usize> {
    let (words, act, setter, seed) = (props.words, props.act.clone(), stage.setter(), props.config.data_seed);
    Callback::from(move |at: usize| {
        let (act, setter) = (act.clone(), setter.clone());
        setter.set(Stage::Reading);
        spawn_local(async move {
            let (set, entry) = (&READY_SETS[at], &Ready::of(words.tag).sets[at]);
            let texts = Texts::of(words.tag);
            let sources = match ready::fetched(set).await {
                Ok(sources) => sources,
                Err(_) => return setter.set(Stage::Refused(texts.fetch_failed.with([entry.label]).into())),
            };
            match super::work::made(&sources, seed) {
                Ok(imported) => {
                    let done = texts.done_ready.with([&points(words, texts, &imported), entry.label, entry.doc]);
                    act.emit(Intent::Bring(None));
                    act.emit(used(texts, &imported, done));
                    show_plot();
                }
                Err(problem) => setter.set(Stage::Refused(words.refusal(&problem).into())),
            }
        });
    })
}

/// The dialog has the focus while it is open; then what had it before.
#[hook]
fn use_focus(place: &NodeRef) {
    {
        let place = place.clone();
        // A button that goes with its step leaves the focus nowhere.
        use_effect(move || {
            let document = web_sys::window().and_then(|window| window.document());
            let is_nowhere = document
                .is_some_and(|document| document.active_element().is_none_or(|active| active.tag_name() == "BODY"));
            place.cast::<HtmlElement>().iter().filter(|_| is_nowhere).for_each(|place| drop(place.focus()));
        });
    }
    let place = place.clone();
    use_effect_with((), move |()| {
        style::add();
        let document = web_sys::window().and_then(|window| window.document());
        let before = document.and_then(|document| document.active_element());
        // What cannot be focused any more leaves the focus to the page.
        place.cast::<HtmlElement>().iter().for_each(|place| drop(place.focus()));
        move || {
            if let Some(before) = before.and_then(|before| before.dyn_into::<HtmlElement>().ok()) {
                before.focus().ok();
            }
        }
    });
}

/// Keeps the Tab key within the dialog.
fn turn(place: &NodeRef, event: &KeyboardEvent) {
    const STOPS: &str = "button:not([disabled]), select:not([disabled]), textarea, input:not([hidden]), [tabindex='0']";
    let Some(place) = place.cast::<Element>() else { return };
    let Ok(stops) = place.query_selector_all(STOPS) else { return };
    let stop = |at: u32| stops.get(at).and_then(|stop| stop.dyn_into::<HtmlElement>().ok());
    let Some((first, last)) = stop(0).zip(stop(stops.length().saturating_sub(1))) else { return };
    let active = place.owner_document().and_then(|document| document.active_element());
    let is = |element: &Element| active.as_ref().is_some_and(|active| active.is_same_node(Some(element)));
    let to = match event.shift_key() {
        true if is(&first) || is(&place) => last,
        false if is(&last) => first,
        _ => return,
    };
    event.prevent_default();
    to.focus().ok();
}

/// What the second step shows.
#[derive(Clone, PartialEq, Properties)]
struct MadeProps {
    words: &'static Words,
    sources: Same<Vec<Source>>,
    config: Rc<Config>,
    theme: u32,
    act: Callback<Intent>,
}

/// What becomes of the data, and what can be chosen.
#[function_component(Made)]
fn made(props: &MadeProps) -> Html {
    let words = props.words;
    let texts = Texts::of(words.tag);
    let choices = use_state_eq(Choices::default);
    {
        let choices = choices.setter();
        // Other data are guessed anew.
        use_effect_with(props.sources.clone(), move |_| choices.set(Choices::default()));
    }
    let work = use_work(&props.sources, &choices, props.config.data_seed);
    let on_choose = {
        let choices = choices.setter();
        Callback::from(move |chosen| choices.set(chosen))
    };
    let tables = work.tables.0.as_ref().as_ref();
    let (table, mapping) = (tables.ok().and_then(|tables| tables.first()), work.mapping.0.as_ref().as_ref().ok());
    let imported = work.imported.0.as_ref().as_ref();
    let shown = use_memo((work.imported.clone(), Rc::clone(&props.config)), |(imported, config)| {
        imported
            .0
            .as_ref()
            .as_ref()
            .map_or_else(|_| Rc::clone(config), |imported| Rc::new(with_names(config, imported)))
    });
    let scene = Scene { words, texts, work: &work, choices: &choices, on_choose: &on_choose };
    let names: Vec<&str> = work.roles.in_order().map(|at| &*props.sources.0[at].name).collect();
    let use_them = imported.ok().map(|imported| {
        let done = texts.done.with([&points(words, texts, imported), &names.join(words.curve.between)]);
        let done = [done, left_out(words, texts, &names, imported)].join(texts.between_sentences);
        let (act, work) = (props.act.clone(), work.clone());
        Callback::from(move |_: MouseEvent| {
            if let Ok(imported) = &*work.imported.0 {
                act.emit(Intent::Bring(None));
                act.emit(used(texts, imported, done.trim_end().to_owned()));
                show_plot();
            }
        })
    });
    let begin = props.act.reform(|_: MouseEvent| Intent::Bring(Some(Brought::Nothing)));
    html! {
        <>
            <div class="importing-body">
                { sources(props, &scene) }
                { match imported {
                    Err(problem) => html! { <p class="importing-why" role="alert" ~textContent={words.refusal(problem)} /> },
                    Ok(_) => Html::default(),
                } }
                { scene.way_out() }
                <div class="importing-made">
                    <div class="importing-fields">
                        { for table.zip(mapping).map(|(table, mapping)| group(texts.columns, scene.columns(table, mapping))) }
                        { group(texts.how_read, scene.reading(table)) }
                        { for table.map(|table| rows(texts, table, mapping, imported.ok())) }
                    </div>
                    if let Ok(imported) = imported {
                        <div class="importing-seen">
                            <Picture {words} name={texts.picture} imported={work.imported.clone()} config={Rc::clone(&*shown)} theme={props.theme} />
                            { for mapping.map(|mapping| outcome(words, texts, &names, imported, mapping)) }
                        </div>
                    }
                </div>
            </div>
            <div class="row importing-foot">
                { Button { disabled: use_them.is_none(), ..Button::of(if imported.is_ok() { "btn primary" } else { "btn" }, texts.use_points) }.does(use_them.unwrap_or_default()) }
                { Button::of("btn", texts.cancel).does(props.act.reform(|_: MouseEvent| Intent::Bring(None))) }
                { Button::of("btn quiet", texts.other_data).does(begin) }
            </div>
        </>
    }
}

/// Menus under their heading.
fn group(name: &'static str, fields: Html) -> Html {
    html! { <fieldset><legend ~textContent={name} />{ fields }</fieldset> }
}

/// What the page is to do with these points.
fn used(texts: &Texts, imported: &Imported, said: String) -> Intent {
    Intent::UsePoints(imported.changes(), said.into(), texts.weights_stay.into())
}

/// The files, which of two is to train, and which of more are used.
fn sources(props: &MadeProps, scene: &Scene<'_>) -> Html {
    let Scene { words, texts, work, choices, on_choose } = *scene;
    if props.sources.0.len() > 2 {
        let names: Vec<&str> = props.sources.0.iter().map(|source| &*source.name).collect();
        let n = words.count(names.len() as u64);
        return html! { <><p ~textContent={texts.two_of_files.with([&n])} />{ group(texts.files, scene.files(&names)) }</> };
    }
    let n_rows = |at: usize| work.tables.0.as_ref().as_ref().ok().and_then(|tables| tables.get(at)).map(Table::n_rows);
    let n = props.sources.0.len();
    let file = |at: usize| {
        let source = &props.sources.0[if at == 0 { work.roles.train } else { work.roles.test.unwrap_or(at) }];
        let rows = n_rows(at).map(|n| texts.rows.with(n as f64, &words.count(n as u64)));
        let said = rows.map_or_else(|| source.name.to_string(), |rows| texts.file.with([&source.name, &rows]));
        let role = if at == 0 { texts.for_training } else { texts.for_test };
        html! { <li key={at}>{ text(&said) }if n > 1 { <b ~textContent={role} /> }</li> }
    };
    let swapped = work.roles.test.map(|test| work.roles.with_train(test));
    let swapped = Choices { files: swapped, columns: Columns::default(), ..choices.clone() };
    html! {
        <div class="importing-sources">
            <ul>{ for (0..n).map(file) }</ul>
            if n > 1 { { Button::of("chip", texts.swap).does(on_choose.reform(move |_: MouseEvent| swapped.clone())) } }
        </div>
    }
}

/// The configuration with the names and units of these points.
fn with_names(config: &Config, imported: &Imported) -> Config {
    Config {
        task: imported.task,
        axis_names: imported.axis_names.clone(),
        scaling: imported.scaling,
        ..Config::clone(config)
    }
}
