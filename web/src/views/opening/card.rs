//! The card of a first visit's slow start: one sentence on what is seen, and the way to see it again.

use playground::ALL_LESSONS;
use yew::prelude::*;

use super::Props;
use crate::browser::storage::Once;
use crate::components::button::{Button, icon};
use crate::components::text::text;
use crate::intent::Intent;
use crate::store::state::Minute;

/// The card.
pub(super) fn card(props: &Props) -> Html {
    let (words, opening) = (props.words, &props.words.opening);
    let (begin, rest) = match props.minute {
        Minute::Seen(n) => (words.seen(n), opening.seen_what),
        Minute::Left => (String::new(), opening.left),
        Minute::Slow | Minute::Over => (String::new(), opening.slow),
    };
    let again = Button { title: Some(opening.watch_again_why.into()), ..Button::of("btn quiet", opening.watch_again) };
    let close = Button {
        class: "btn quiet close",
        face: icon("M3.5 3.5l9 9M12.5 3.5l-9 9"),
        name: Some(words.common.close.into()),
        ..Button::default()
    };
    html! {
        <section class="panel opening" aria-label={opening.first_visit}>
            { close.wants(Intent::EndMinute, &props.act) }
            <p role="status"><b ~textContent={begin} />{ text(rest) }</p>
            <div class="row">
                { Button { title: Some(words.header.lessons_why.into()), ..Button::of("btn", words.header.lessons) }.wants(Intent::view(|view| ALL_LESSONS.clone_into(&mut view.lesson)), &props.act) }
                { again.wants(Intent::WatchAgain, &props.act) }
                if !props.on_tour && !Once::Tour.is_noted() {
                    { Button::of("btn quiet", opening.tour).wants(Intent::Tour(Some(0)), &props.act) }
                }
            </div>
        </section>
    }
}
