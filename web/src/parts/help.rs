//! What can be done on the plot, by finger or mouse; what the page's words mean; and the keys, where there is a keyboard.

use web_sys::Element;
use yew::prelude::*;

use crate::app::window::has_finger;
use crate::words;

/// What the help is called in the document.
pub(crate) const ID: &str = "plot-help";

/// Whether there is help.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) open: bool,
}

/// The help.
#[function_component(Help)]
pub(crate) fn help(props: &Props) -> Html {
    let body = use_node_ref();
    {
        let body = body.clone();
        // It opens at the lower edge of what is in sight.
        use_effect_with(props.open, move |open| {
            if let Some(body) = body.cast::<Element>().filter(|_| *open) {
                let options = web_sys::ScrollIntoViewOptions::new();
                options.set_block(web_sys::ScrollLogicalPosition::Nearest);
                body.scroll_into_view_with_scroll_into_view_options(&options);
            }
        });
    }
    let list = |name: &'static str, rows: &'static [(&'static str, &'static str)]| {
        html! {
            <>
                <h3>{ name }</h3>
                <dl class="plot-keys">{ for rows.iter().map(|(what, means)| html! { <div><dt>{ *what }</dt><dd>{ *means }</dd></div> }) }</dl>
            </>
        }
    };
    let by_finger = has_finger();
    html! {
        <div class="help" id={ID} ref={body} hidden={!props.open}>
            if props.open {
                { list(words::HELP_ACTS, if by_finger { &words::FINGER_ACTS } else { &words::MOUSE_ACTS }) }
                { list(words::HELP_WORDS, &words::GLOSSARY) }
                if !by_finger { { list(words::HELP_KEYS, &words::PLOT_KEYS) } }
            }
        </div>
    }
}
