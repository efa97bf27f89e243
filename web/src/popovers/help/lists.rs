//! The lists of the help: what can be done on the plot, by finger or mouse; what the page's words mean; and the keys, where there
//! is a keyboard.

use playground::ViewSettings;
use words::{Row, Words};
use yew::prelude::*;

use super::fault::fault;
use crate::browser::page::has_finger;
use crate::components::button::Button;
use crate::components::switch::Switch;
use crate::components::term::TERMS;
use crate::intent::Intent;

/// What is in the plot's help; the word `at` of the glossary is marked, `link` is what is in force.
pub(super) fn plot(words: &'static Words, at: &str, link: &str, act: &Callback<Intent>) -> Html {
    let help = &words.help;
    let list = |name: &'static str, rows: &[Row]| {
        html! {
            <>
                <h3 ~textContent={name} />
                <dl class="plot-keys">{ for rows.iter().map(|(what, means)| html! { <div><dt ~textContent={*what} /><dd ~textContent={*means} /></div> }) }</dl>
            </>
        }
    };
    let by_finger = has_finger();
    html! {
        <>
            <p>{ Button::of("btn", words.opening.take_tour).wants(Intent::Tour(Some(0)), act) }</p>
            { list(help.acts, if by_finger { &help.by_finger } else { &help.by_mouse }) }
            <h3 ~textContent={help.words} />
            <dl class="plot-keys">{ for help.glossary.iter().zip(TERMS).map(|((word, means), term)| html! {
                <div data-is={term} class={(term == at).then_some("meant")}><dt ~textContent={*word} /><dd ~textContent={*means} /></div>
            }) }</dl>
            if !by_finger { { list(help.keys, &help.plot_keys) } }
            { fault(words, link) }
        </>
    }
}

/// What is in the list of keys.
pub(super) fn keys(words: &'static Words, view_settings: &ViewSettings, act: &Callback<Intent>) -> Html {
    let on_switch = act.reform(|shortcuts: bool| Intent::view(move |view| view.shortcuts = shortcuts));
    html! {
        <>
            <dl class="shortcuts">
                { for words.header.shortcuts.iter().map(|(keys, what)| html! {
                    <div key={*keys}><dt><kbd ~textContent={*keys} /></dt><dd ~textContent={*what} /></div>
                }) }
            </dl>
            <Switch id="shortcuts" name={words.view_label("shortcuts")} why={words.view_doc("shortcuts")} on={view_settings.shortcuts} {on_switch} />
        </>
    }
}
