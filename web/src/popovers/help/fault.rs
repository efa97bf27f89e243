//! The version of the page, and what helps to find a fault, as a text to copy: nothing of it is sent.

use js_sys::Reflect;
use playground::ENGINE;
use words::Words;
use yew::prelude::*;

use crate::components::copy_status::Copied;
use crate::url_sync;

/// The end of the help; `link` is what is in force.
pub(super) fn fault(words: &'static Words, link: &str) -> Html {
    let help = &words.help;
    let [version, engine, build] = [env!("CARGO_PKG_VERSION"), &ENGINE.to_string(), &booted("build")];
    // For whoever looks for the fault, and not in the page's language.
    let (place, facts) = (url_sync::place(), booted("facts"));
    let text = ["version: ", version, "\nengine: ", engine, "\n", &facts, "\nlink: ", &place, "#", link].concat();
    html! {
        <>
            <h3 ~textContent={help.report} />
            <p ~textContent={help.version.with([version, build, engine])} />
            <p ~textContent={help.report_what} />
            <Copied {words} name={help.report_text} label={help.report} {text} />
        </>
    }
}

/// What the boot script knows of the page and the browser.
fn booted(name: &str) -> String {
    let boot = Reflect::get(&js_sys::global(), &"playgroundBoot".into()).unwrap_or_default();
    Reflect::get(&boot, &name.into()).ok().and_then(|fact| fact.as_string()).unwrap_or_default()
}
