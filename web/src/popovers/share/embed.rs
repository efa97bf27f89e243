//! The lines that put the playground into another page, with a look at what they show.

use playground::link::LONGEST;
use playground::{Language, typed_number};
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::HtmlInputElement;
use words::Words;
use yew::prelude::*;

use crate::components::button::Button;
use crate::components::copy_status::Copied;
use crate::components::radio::Radio;
use crate::components::select::Choice;
use crate::components::text::text;
use crate::components::toggle::Toggle;
use crate::controls::menus::Entry;
use crate::language::{languages, named};
use crate::popovers::share::preview::Preview;
use crate::popovers::share::snippets::{CoursePage, Embedded};
use crate::url_sync;

/// What is embedded.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) words: &'static Words,
    /// The fragment.
    pub(crate) link: AttrValue,
}

/// Sizes in pixels that make sense.
const SIZES: std::ops::RangeInclusive<u32> = 200..=4000;

/// About as wide as a course page's text and a margin; a part of it; in a margin.
const USUAL: [[u32; 2]; 3] = [[960, 640], [640, 480], [320, 360]];

/// Goals to begin with.
const GOALS: [&str; 3] = ["testAccuracy >= 95%", "testAccuracy >= 95% and neurons <= 3", "testLoss <= 0.05"];

#[wasm_bindgen]
extern "C" {
    /// The height at which plot, transport and the controls around the plot are seen whole: `boot.js` says it to frames too.
    #[wasm_bindgen(js_namespace = playgroundBoot, js_name = fitting)]
    fn fitting_height(width: u32) -> u32;
}

/// What a course author can choose, by its name in `controls`; `web/frame.js` knows which parts of the page these are.
fn controls(words: &Words) -> [(&'static str, &'static str); 18] {
    [
        ("play", words.header.play),
        ("step", words.header.step),
        ("reset", words.header.reset),
        ("undo", words.header.undo),
        ("help", words.help.help),
        ("speed", words.view_label("speed")),
        ("points", words.plot.tool),
        ("arrows", words.plot.arrows),
        ("task", words.key_label("task")),
        ("activation", words.key_label("activation")),
        ("loss", words.key_label("loss")),
        ("learning-rate", words.key_label("learningRate")),
        ("optimiser", words.key_label("optimiser")),
        ("batch-size", words.key_label("batchSize")),
        ("panel:data", words.common.data),
        ("panel:features", words.key_label("features")),
        ("panel:network", words.common.network),
        ("panel:curve", words.curve.loss_curve),
    ]
}

/// What is chosen at first.
const FIRST_CONTROLS: [&str; 3] = ["play", "reset", "learning-rate"];

/// What is set in the panel.
#[derive(Clone, PartialEq)]
struct Choices {
    page: CoursePage,
    as_element: bool,
    size: [u32; 2],
    controls: Option<Vec<&'static str>>,
    language: Language,
    goal: String,
    /// The goal in the preview, which is not loaded again at each letter.
    seen_goal: String,
    has_preview: bool,
    /// Whether the preview is what is embedded, and not all there is to choose from.
    is_final: bool,
}

/// The panel's content.
#[function_component(Embed)]
pub(crate) fn embed(props: &Props) -> Html {
    let words = props.words;
    let all = use_state_eq(|| Choices {
        page: CoursePage::Html,
        as_element: false,
        size: USUAL[0],
        controls: None,
        language: Language::Auto,
        goal: String::new(),
        seen_goal: String::new(),
        has_preview: false,
        is_final: false,
    });
    // Sets something.
    let set = |change: fn(&mut Choices)| {
        let all = all.clone();
        Callback::from(move |()| {
            let mut next = (*all).clone();
            change(&mut next);
            all.set(next);
        })
    };
    let is_long = props.link.len() > LONGEST;
    let named = all.controls.as_ref().map(|chosen| chosen.join(","));
    let place = url_sync::place();
    let embedded = Embedded {
        place: &place,
        link: if is_long { "v=1" } else { &props.link },
        controls: named.as_deref(),
        language: (all.language != Language::Auto).then(|| all.language.name()),
        goal: &all.goal,
        title: words.header.title,
        size: all.size,
    };
    let lines = embedded.lines(all.page, all.as_element, percent_decoded);
    let kind = |is_element: bool, name: &'static str| {
        let on_choose = set(if is_element {
            |all: &mut Choices| all.as_element = true
        } else {
            |all: &mut Choices| all.as_element = false
        });
        html! { <Radio group="embed-kind" {name} checked={all.as_element == is_element} {on_choose}>{ text(name) }</Radio> }
    };
    let toggle_all = set(|all| {
        all.controls = if all.controls.is_some() { None } else { Some(FIRST_CONTROLS.to_vec()) };
        all.has_preview |= all.controls.is_some();
        all.is_final = false;
    });
    let names: Vec<&'static str> = controls(words).into_iter().map(|(id, _)| id).collect();
    let choose = {
        let (all, names) = (all.clone(), names.clone());
        Callback::from(move |wanted: Vec<String>| {
            let chosen = names.iter().copied().filter(|name| wanted.iter().any(|wanted| wanted == name)).collect();
            all.set(Choices { controls: Some(chosen), ..(*all).clone() });
        })
    };
    let choice = |(id, name): (&'static str, &'static str)| {
        let chosen = all.controls.clone().unwrap_or_default();
        let pressed = chosen.contains(&id);
        let (choose, names) = (choose.clone(), names.clone());
        let on_press = move |_: MouseEvent| {
            let toggled = names.iter().filter(|other| chosen.contains(other) != (**other == id));
            choose.emit(toggled.map(ToString::to_string).collect());
        };
        html! { <Toggle key={id} {pressed} {on_press}>{ text(name) }</Toggle> }
    };
    let size = |[width, height]: [u32; 2]| {
        let all = all.clone();
        let (checked, name) = (all.size == [width, height], format!("{width} × {height}"));
        let on_choose = move |()| all.set(Choices { size: [width, height], ..(*all).clone() });
        html! { <Radio key={width} group="embed-size" name={name.clone()} {checked} {on_choose}>{ text(&name) }</Radio> }
    };
    let seen = |is_final: bool, name: &'static str| {
        let on_choose = set(if is_final {
            |all: &mut Choices| all.is_final = true
        } else {
            |all: &mut Choices| all.is_final = false
        });
        html! { <Radio group="embed-seen" {name} checked={all.is_final == is_final} {on_choose}>{ text(name) }</Radio> }
    };
    let is_choosing = all.controls.is_some() && !all.is_final;
    let seen_now = match is_choosing {
        // In the language of whoever chooses.
        true => Embedded { controls: None, language: Some(spoken(words).name()), goal: "", ..embedded },
        false => Embedded { goal: &all.seen_goal, ..embedded },
    };
    let source = seen_now.address();
    let toggle = set(|all| all.has_preview = !all.has_preview).reform(|_: MouseEvent| ());
    html! {
        <>
            <h2 ~textContent={words.share.embed} />
            <p ~textContent={words.share.embed_what} />
            <div>{ for is_long.then(|| html! { <p ~textContent={words.too_long(props.link.len(), LONGEST)} /> }) }</div>
            <div class="row sizes">
                { course_page(words, &all) }
                { language(words, &all) }
                <Sizes {words} size={all.size} on_change={
                    let all = all.clone();
                    Callback::from(move |size| all.set(Choices { size, ..(*all).clone() }))
                } />
                { goal(words, &all) }
            </div>
            <div class="row">
                <div class="segments" role="radiogroup" aria-label={words.share.embed} hidden={all.page.takes_frames_only()}>
                    { kind(false, words.share.as_frame) }{ kind(true, words.share.as_element) }
                </div>
                <div class="segments" role="radiogroup" aria-label={words.share.sizes}>{ for USUAL.into_iter().map(size) }</div>
            </div>
            <div class="chips" role="group" aria-label={words.share.controls}>
                <Toggle pressed={all.controls.is_none()} on_press={toggle_all.reform(|_: MouseEvent| ())}>{ text(words.share.all_controls) }</Toggle>
                { for all.controls.is_some().then(|| controls(words)).into_iter().flatten().map(choice) }
            </div>
            <Copied {words} is_wanted=true name={words.share.embed_lines} text={lines} />
            <div class="row">
                { Button { expanded: Some(all.has_preview), ..Button::of("btn", words.share.preview) }.does(toggle) }
                <div class="segments" role="radiogroup" aria-label={words.share.preview} hidden={!all.has_preview || all.controls.is_none()}>
                    { seen(false, words.share.choose) }{ seen(true, words.share.as_embedded) }
                </div>
            </div>
            <p hidden={!all.has_preview || !is_choosing} ~textContent={words.share.choose_what} />
            if all.has_preview {
                <Preview
                    title={words.header.title}
                    {source}
                    size={(!is_choosing).then_some(all.size)}
                    {names}
                    chosen={all.controls.clone().unwrap_or_default()}
                    on_choose={choose}
                />
            }
        </>
    }
}

/// The language of these words.
fn spoken(words: &Words) -> Language {
    languages().iter().copied().find(|language| named(*language).0 == words.tag).unwrap_or(Language::Auto)
}

fn entry(value: &str, label: &str) -> Entry {
    Entry { value: value.into(), label: label.into(), refusal: None }
}

fn course_page(words: &'static Words, all: &UseStateHandle<Choices>) -> Html {
    let entries =
        words.share.course_pages.iter().enumerate().map(|(n, name)| entry(&n.to_string(), name)).collect::<Vec<_>>();
    let value = CoursePage::ALL.iter().position(|page| *page == all.page).unwrap_or(0).to_string();
    let on_choose = {
        let all = all.clone();
        Callback::from(move |chosen: String| {
            let page = chosen.parse().ok().and_then(|n: usize| CoursePage::ALL.get(n).copied());
            page.into_iter().for_each(|page| all.set(Choices { page, ..(*all).clone() }));
        })
    };
    html! { <Choice {words} id="embed-page" name={words.share.course_page} {entries} {value} {on_choose} /> }
}

fn language(words: &'static Words, all: &UseStateHandle<Choices>) -> Html {
    let visitors = entry(Language::Auto.name(), words.share.visitors_language);
    let entries: Vec<Entry> = [visitors]
        .into_iter()
        .chain(languages().iter().map(|language| entry(language.name(), named(*language).1)))
        .collect();
    let on_choose = {
        let all = all.clone();
        Callback::from(move |chosen: String| {
            let language = Language::ALL.iter().copied().find(|language| language.name() == chosen);
            all.set(Choices { language: language.unwrap_or(Language::Auto), ..(*all).clone() });
        })
    };
    html! { <Choice {words} id="embed-language" name={words.share.language} {entries} value={all.language.name()} {on_choose} /> }
}

fn goal(words: &'static Words, all: &UseStateHandle<Choices>) -> Html {
    let typed = |event: &Event| event.target_unchecked_into::<HtmlInputElement>().value();
    let oninput = {
        let all = all.clone();
        move |event: InputEvent| all.set(Choices { goal: typed(&event), ..(*all).clone() })
    };
    let onchange = {
        let all = all.clone();
        move |event: Event| all.set(Choices { goal: typed(&event), seen_goal: typed(&event), ..(*all).clone() })
    };
    html! {
        <div class="field">
            <label for="embed-goal" ~textContent={words.share.goal} />
            <input id="embed-goal" type="text" list="embed-goals" autocomplete="off" spellcheck="false" maxlength="500" value={all.goal.clone()} {oninput} {onchange} />
            <datalist id="embed-goals">{ for GOALS.iter().map(|goal| html! { <option value={*goal} /> }) }</datalist>
        </div>
    }
}

/// What the two fields say.
#[derive(Clone, PartialEq, Properties)]
struct SizesProps {
    words: &'static Words,
    size: [u32; 2],
    on_change: Callback<[u32; 2]>,
}

/// Width and height, each in a field.
#[function_component(Sizes)]
fn sizes(props: &SizesProps) -> Html {
    let SizesProps { words, size, on_change } = props;
    let (words, size) = (*words, *size);
    // The field that a person types into, and what stands there.
    let draft = use_state_eq(|| None::<(usize, String)>);
    // What was typed, and why something else is in force.
    let changed = use_state_eq(|| None::<String>);
    let field = |place: usize, id: &'static str, name: &'static str| {
        let (changed, draft, on_change) = (changed.clone(), draft.clone(), on_change.clone());
        let value = draft
            .as_ref()
            .filter(|(of, _)| *of == place)
            .map_or_else(|| size[place].to_string(), |(_, text)| text.clone());
        let oninput = {
            let draft = draft.clone();
            move |event: InputEvent| draft.set(Some((place, event.target_unchecked_into::<HtmlInputElement>().value())))
        };
        let onchange = move |event: Event| {
            let field: HtmlInputElement = event.target_unchecked_into();
            let typed = field.value();
            let mut sizes = size;
            let was_fitting = sizes[1] == fitting_height(sizes[0]);
            sizes[place] = within(&typed).unwrap_or(sizes[place]);
            changed.set((sizes[place].to_string() != typed).then(|| words.size_changed(name, sizes[place], &SIZES)));
            draft.set(None);
            if place == 0 && was_fitting {
                sizes[1] = fitting_height(sizes[0]);
            }
            on_change.emit(sizes);
        };
        html! {
            <div class="field">
                <label for={id} ~textContent={name} />
                <input {id} type="text" inputmode="numeric" autocomplete="off" {value} {oninput} {onchange} />
            </div>
        }
    };
    html! {
        <>
            { field(0, "embed-width", words.share.width) }
            { field(1, "embed-height", words.share.height) }
            <p class="changed" role="status" ~textContent={changed.as_deref().unwrap_or_default()} />
        </>
    }
}

/// A typed size as the nearest one that makes sense, if it is a number.
fn within(typed: &str) -> Option<u32> {
    let size = typed_number(typed)?;
    Some((size.round() as u32).clamp(*SIZES.start(), *SIZES.end()))
}

/// A value of a link without its encoding.
fn percent_decoded(text: &str) -> String {
    js_sys::decode_uri_component(text).map_or_else(|_| text.into(), |text| text.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_brought_between_the_limits() {
        assert_eq!(["100", "9999", "800.4", "-5", ""].map(within), [Some(200), Some(4000), Some(800), Some(200), None]);
    }
}
