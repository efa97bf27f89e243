//! The lines that put the playground into another page, with a look at what they show.

use playground::link::LONGEST;
use playground::typed_number;
use web_sys::HtmlInputElement;
use words::Words;
use yew::prelude::*;

use crate::components::button::Button;
use crate::components::copy_status::Copied;
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
    let source = format!("{}?embed#{}", url_sync::place(), if is_long { "v=1" } else { &*props.link });
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
            <Copied {words} is_wanted=true name={words.share.embed_lines} text={snippet(&source, words.header.title, *size)} />
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_brought_between_the_limits() {
        assert_eq!(["100", "9999", "800.4", "-5", ""].map(within), [Some(200), Some(4000), Some(800), Some(200), None]);
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
