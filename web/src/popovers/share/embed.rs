//! The lines that put the playground into another page, with a look at what they show.

use playground::link::LONGEST;
use playground::typed_number;
use web_sys::HtmlInputElement;
use words::Words;
use yew::prelude::*;

use crate::components::button::Button;
use crate::components::copy_status::Copied;
use crate::components::radio::Radio;
use crate::components::text::text;
use crate::components::toggle::Toggle;
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

/// About as wide as a course page's text and a margin.
const FIRST_WIDTH: u32 = 960;

/// What a course author can choose, by its name in `controls`; `web/frame.js` knows which parts of the page these are.
fn controls(words: &Words) -> [(&'static str, &'static str); 16] {
    [
        ("play", words.header.play),
        ("step", words.header.step),
        ("reset", words.header.reset),
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

/// The height at which plot, transport and the controls around the plot are seen whole. Follows the style sheets' widths; a
/// browser test holds that it does.
fn fitting_height(width: u32) -> u32 {
    match width {
        // Head and dock, tools and arrows, and a chart.
        ..=539 => width + 380,
        // The plot beside the others: 640 × 480, 960 × 640.
        540..=1279 => width / 2 + 160,
        _ => 720,
    }
}

/// The panel's content.
#[function_component(Embed)]
pub(crate) fn embed(props: &Props) -> Html {
    let words = props.words;
    let size = use_state_eq(|| [FIRST_WIDTH, fitting_height(FIRST_WIDTH)]);
    // The field that a person types into, and what stands there.
    let draft = use_state_eq(|| None::<(usize, String)>);
    // What was typed, and why something else is in force.
    let changed = use_state_eq(|| None::<String>);
    let has_preview = use_state_eq(|| false);
    let is_long = props.link.len() > LONGEST;
    let chosen = use_state_eq(|| None::<Vec<&'static str>>);
    let as_element = use_state_eq(|| false);
    let link = if is_long { "v=1" } else { &*props.link };
    let named = chosen.as_ref().map(|chosen| chosen.join(","));
    let query = named.as_ref().map_or_else(String::new, |named| format!("&controls={named}"));
    let source = format!("{}?embed{query}#{link}", url_sync::place());
    let lines = if *as_element {
        element(&url_sync::place(), link, named.as_deref(), *size)
    } else {
        snippet(&source, words.header.title, *size)
    };
    let kind = |is_element: bool, name: &'static str| {
        let as_element = as_element.clone();
        html! { <Radio group="embed-kind" {name} checked={*as_element == is_element} on_choose={move |()| as_element.set(is_element)}>{ text(name) }</Radio> }
    };
    let toggle_all = {
        let chosen = chosen.clone();
        move |_: MouseEvent| chosen.set(if chosen.is_some() { None } else { Some(FIRST_CONTROLS.to_vec()) })
    };
    let choice = |(id, name): (&'static str, &'static str)| {
        let (chosen, is_chosen) = (chosen.clone(), chosen.as_ref().is_some_and(|chosen| chosen.contains(&id)));
        let on_press = move |_: MouseEvent| {
            let all = controls(words).into_iter().map(|(id, _)| id);
            let was = chosen.as_deref().unwrap_or_default();
            chosen.set(Some(all.filter(|other| was.contains(other) != (*other == id)).collect()));
        };
        html! { <Toggle key={id} pressed={is_chosen} {on_press}>{ text(name) }</Toggle> }
    };
    let field = |place: usize, id: &'static str, name: &'static str| {
        let (shown, changed, draft) = (size.clone(), changed.clone(), draft.clone());
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
            let mut sizes = *shown;
            let was_fitting = sizes[1] == fitting_height(sizes[0]);
            sizes[place] = within(&typed).unwrap_or(sizes[place]);
            changed.set((sizes[place].to_string() != typed).then(|| words.size_changed(name, sizes[place], &SIZES)));
            draft.set(None);
            if place == 0 && was_fitting {
                sizes[1] = fitting_height(sizes[0]);
            }
            shown.set(sizes);
        };
        html! {
            <div class="field">
                <label for={id} ~textContent={name} />
                <input {id} type="text" inputmode="numeric" autocomplete="off" {value} {oninput} {onchange} />
            </div>
        }
    };
    let toggle = {
        let has_preview = has_preview.clone();
        Callback::from(move |_: MouseEvent| has_preview.set(!*has_preview))
    };
    html! {
        <>
            <h2 ~textContent={words.share.embed} />
            <p ~textContent={words.share.embed_what} />
            <div>{ for is_long.then(|| html! { <p ~textContent={words.too_long(props.link.len(), LONGEST)} /> }) }</div>
            <div class="row sizes">{ field(0, "embed-width", words.share.width) }{ field(1, "embed-height", words.share.height) }</div>
            <p class="changed" role="status" ~textContent={changed.as_deref().unwrap_or_default()} />
            <div class="segments" role="radiogroup" aria-label={words.share.embed}>{ kind(false, words.share.as_frame) }{ kind(true, words.share.as_element) }</div>
            <div class="chips" role="group" aria-label={words.share.controls}>
                <Toggle pressed={chosen.is_none()} on_press={toggle_all}>{ text(words.share.all_controls) }</Toggle>
                { for chosen.is_some().then(|| controls(words)).into_iter().flatten().map(choice) }
            </div>
            <Copied {words} is_wanted=true name={words.share.embed_lines} text={lines} />
            <div class="row">{ Button { expanded: Some(*has_preview), ..Button::of("btn", words.share.preview) }.does(toggle) }</div>
            <div>{ for has_preview.then(|| html! { <iframe class="preview" src={source.clone()} title={words.header.title} /> }) }</div>
        </>
    }
}

/// A typed size as the nearest one that makes sense, if it is a number.
fn within(typed: &str) -> Option<u32> {
    let size = typed_number(typed)?;
    Some((size.round() as u32).clamp(*SIZES.start(), *SIZES.end()))
}

/// The lines of HTML.
fn snippet(source: &str, title: &str, [width, height]: [u32; 2]) -> String {
    let source = source.replace('&', "&amp;").replace('"', "&quot;");
    format!(
        "<iframe src=\"{source}\" title=\"{title}\" width=\"{width}\" height=\"{height}\" loading=\"lazy\" \
         allow=\"clipboard-write\"></iframe>"
    )
}

/// The lines of the element, whose attributes are what a link says.
fn element(place: &str, link: &str, controls: Option<&str>, [width, height]: [u32; 2]) -> String {
    let folder = place.rsplit_once('/').map_or("", |(folder, _)| folder);
    let said = link.split('&').filter_map(|part| part.split_once('=')).filter(|(key, _)| *key != "v");
    let said = said.map(|(key, value)| (kebab(key), percent_decoded(value)));
    let attributes = said.chain(controls.map(|controls| ("controls".into(), controls.into())));
    let attributes: String = attributes
        .map(|(key, value)| format!(" {key}=\"{}\"", value.replace('&', "&amp;").replace('"', "&quot;")))
        .collect();
    format!(
        "<script src=\"{folder}/embed.js\"></script>\n<gradient-playground width=\"{width}\" height=\"{height}\"{attributes}></gradient-playground>"
    )
}

/// `stop.testLoss` as `stop-test-loss`.
fn kebab(key: &str) -> String {
    key.chars()
        .flat_map(|c| match c {
            '.' => vec!['-'],
            c if c.is_ascii_uppercase() => vec!['-', c.to_ascii_lowercase()],
            c => vec![c],
        })
        .collect()
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

    #[test]
    fn a_key_is_an_attribute_in_kebab_case() {
        assert_eq!(["learningRate", "stop.testLoss", "task"].map(kebab), ["learning-rate", "stop-test-loss", "task"]);
    }

    #[test]
    fn the_lines_are_html() {
        let lines = snippet("https://host/p/?embed#v=1&noise=1", "Gradient Playground", [960, 640]);
        assert_eq!(
            lines,
            "<iframe src=\"https://host/p/?embed#v=1&amp;noise=1\" title=\"Gradient Playground\" width=\"960\" \
             height=\"640\" loading=\"lazy\" allow=\"clipboard-write\"></iframe>"
        );
    }
}
