//! A text in an element of its own. Others write into the document too: a translator wraps and replaces texts, and the framework
//! would go on with the nodes that it knew. So it never holds a text of the page by its node: every text is a property of an
//! element that has nothing else inside, and a new text replaces whatever stands there.

use yew::prelude::*;

/// The text.
pub(crate) fn text(text: &str) -> Html {
    html! { <span ~textContent={text} /> }
}
