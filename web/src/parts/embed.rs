//! The lines that put the playground into another page, with a look at what they show.

use playground::link::LONGEST;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::copied::Copied;
use crate::app::address;
use crate::words;

/// What is embedded.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    /// The fragment.
    pub(crate) link: AttrValue,
}

/// Sizes in pixels that make sense.
const SIZES: std::ops::RangeInclusive<u32> = 200..=4000;

/// The panel's content.
#[function_component(Embed)]
pub(crate) fn embed(props: &Props) -> Html {
    let size = use_state_eq(|| [960_u32, 640]);
    let has_preview = use_state_eq(|| false);
    let is_long = props.link.len() > LONGEST;
    let source = format!("{}?embed#{}", address::place(), if is_long { "v=1" } else { &*props.link });
    let field = |place: usize, id: &'static str, name: &'static str| {
        let shown = size.clone();
        let onchange = move |event: Event| {
            let typed = event.target_unchecked_into::<HtmlInputElement>().value().parse().ok();
            let mut sizes = *shown;
            sizes[place] = typed.unwrap_or(sizes[place]).clamp(*SIZES.start(), *SIZES.end());
            shown.set(sizes);
        };
        html! {
            <div class="field">
                <label for={id}>{ name }</label>
                <input {id} type="number" min={SIZES.start().to_string()} max={SIZES.end().to_string()} value={size[place].to_string()} {onchange} />
            </div>
        }
    };
    let toggle = {
        let has_preview = has_preview.clone();
        move |_: MouseEvent| has_preview.set(!*has_preview)
    };
    html! {
        <>
            <h2>{ words::EMBED }</h2>
            <p>{ words::EMBED_WHAT }</p>
            <div>{ for is_long.then(|| html! { <p>{ words::too_long(props.link.len(), LONGEST) }</p> }) }</div>
            <div class="row sizes">{ field(0, "embed-width", words::WIDTH) }{ field(1, "embed-height", words::HEIGHT) }</div>
            <Copied name={words::EMBED_LINES} text={snippet(&source, *size)} />
            <div class="row"><button type="button" class="btn" aria-expanded={if *has_preview { "true" } else { "false" }} onclick={toggle}>{ words::PREVIEW }</button></div>
            <div>{ for has_preview.then(|| html! { <iframe class="preview" src={source.clone()} title={words::TITLE} /> }) }</div>
        </>
    }
}

/// The lines of HTML.
fn snippet(source: &str, [width, height]: [u32; 2]) -> String {
    let source = source.replace('&', "&amp;").replace('"', "&quot;");
    let title = words::TITLE;
    format!(
        "<iframe src=\"{source}\" title=\"{title}\" width=\"{width}\" height=\"{height}\" loading=\"lazy\" \
         allow=\"clipboard-write\"></iframe>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_are_html() {
        let lines = snippet("https://host/p/?embed#v=1&noise=1", [960, 640]);
        assert_eq!(
            lines,
            "<iframe src=\"https://host/p/?embed#v=1&amp;noise=1\" title=\"Gradient Playground\" width=\"960\" \
             height=\"640\" loading=\"lazy\" allow=\"clipboard-write\"></iframe>"
        );
    }
}
