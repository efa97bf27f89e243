//! The lists of the help: what can be done on the plot, by finger or mouse; what the page's words mean; and the keys, where there
//! is a keyboard.

use playground::ViewSettings;
use yew::prelude::*;

use crate::browser::page::has_finger;
use crate::components::switch::Switch;
use crate::intent::Intent;
use crate::words;

/// What is in the plot's help.
pub(super) fn plot() -> Html {
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
        <>
            { list(words::HELP_ACTS, if by_finger { &words::FINGER_ACTS } else { &words::MOUSE_ACTS }) }
            { list(words::HELP_WORDS, &words::GLOSSARY) }
            if !by_finger { { list(words::HELP_KEYS, &words::PLOT_KEYS) } }
        </>
    }
}

/// What is in the list of keys.
pub(super) fn keys(view_settings: &ViewSettings, act: &Callback<Intent>) -> Html {
    let on_switch = {
        let view_settings = view_settings.clone();
        act.reform(move |shortcuts: bool| Intent::SetView(ViewSettings { shortcuts, ..view_settings.clone() }))
    };
    html! {
        <>
            <dl class="shortcuts">
                { for words::SHORTCUTS.iter().map(|(keys, what)| html! {
                    <div key={*keys}><dt><kbd>{ *keys }</kbd></dt><dd>{ *what }</dd></div>
                }) }
            </dl>
            <Switch id="shortcuts" name={words::SINGLE_KEYS} why={words::SINGLE_KEYS_WHY} on={view_settings.shortcuts} {on_switch} />
        </>
    }
}
