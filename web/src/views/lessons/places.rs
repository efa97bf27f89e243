//! Where the controls of a step are that stand behind something: the way to each is written on a button, and shown when that is pressed.
//! What stands on the page by itself has none on a large screen. It knows no lesson, and finds nothing itself: `parts.js` does.

use playground::Config;
use playground::lesson::control;
use words::Words;
use yew::prelude::*;

use super::hints::Said;
use super::stage::point;
use crate::components::text::text;
use crate::controls::table::{self, DATA, MORE, STRIP};

/// A control with the way to it.
struct Place {
    /// Its name for embeds, by which it is found.
    part: String,
    /// What it is called.
    name: String,
    /// What it stands behind on every screen.
    behind: Option<&'static str>,
    /// Whether it stands behind the menu where the page has one; else it is further down.
    is_in_menu: bool,
}

/// The controls among these that somebody may look for.
fn places(words: &'static Words, config: &Config, controls: &[String]) -> Vec<Place> {
    let in_menu = |part: &str, name: String, behind| Place { part: part.to_owned(), name, behind, is_in_menu: true };
    let on_page = |part: &str, name: String, behind| Place { part: part.to_owned(), name, behind, is_in_menu: false };
    let is_alone = controls.iter().all(|part| part.starts_with("panel:"));
    let of = |part: &String| -> Option<Place> {
        let has = |path: &str| control(path).as_deref() == Some(part);
        let row = |rows: &'static [table::Control]| rows.iter().find(|row| has(row.path)).map(|row| row.path);
        let name = |path: &str| words.key_label(path).to_owned();
        Some(match part.as_str() {
            "reset" => in_menu(part, words.header.reset.into(), None),
            "weight-seed" => in_menu(part, words.header.new_weights.into(), None),
            "hidden-layers" => on_page(part, words.common.network.into(), None),
            "panel:network" if is_alone => on_page(part, words.common.network.into(), None),
            "panel:features" => on_page(part, name("features"), None),
            "optimiser-params" => {
                let params = table::optimiser(config).map_or(&[][..], |optimiser| optimiser.params);
                let names: Vec<&str> = params.iter().map(|param| param.name).collect();
                in_menu(part, names.join(", "), Some(words.settings.more_settings))
            }
            _ if row(&DATA).is_some() => on_page(part, name(row(&DATA)?), Some(words.data.details)),
            _ if row(&STRIP).is_some() => in_menu(part, name(row(&STRIP)?), None),
            _ => in_menu(part, name(MORE.iter().find_map(|(_, rows)| row(rows))?), Some(words.settings.more_settings)),
        })
    };
    let places: Vec<Place> = controls.iter().filter_map(of).collect();
    // Reset goes with what is changed before it; alone it is no part of a task.
    let is_task = places.iter().any(|place| place.part != "reset");
    if is_task { places } else { Vec::new() }
}

/// The buttons.
pub(super) fn shown(words: &'static Words, Said(said): Said, config: &Config, controls: &[String]) -> Html {
    let places = places(words, config, controls);
    let is_everywhere = places.iter().any(|place| place.behind.is_some());
    let button = |place: &Place| {
        let way = place.behind.map(|behind| format!("{behind} › ")).unwrap_or_default();
        let is_reset = (place.part == "reset").then_some("is-reset");
        let class = classes!("chip", place.behind.is_none().then_some("small-only"), is_reset);
        let part = place.part.clone();
        let onclick = move |_: MouseEvent| point(&part);
        html! {
            <button type="button" key={place.part.clone()} {class} {onclick}>
                if place.is_in_menu { <span class="small-only" aria-hidden="true" ~textContent="≡ › " /> }
                { text(&(way + &place.name)) }
            </button>
        }
    };
    html! {
        if !places.is_empty() {
            <div class={classes!("lesson-places", (!is_everywhere).then_some("small-only"))} role="group" aria-label={said.show_me.trim_end_matches([':', '：'])}>
                <small aria-hidden="true" ~textContent={said.show_me} />
                { for places.iter().map(button) }
            </div>
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn said(config: serde_json::Value, controls: &[&str]) -> Vec<String> {
        let config = Config::default().merged(&config).unwrap();
        let controls: Vec<String> = controls.iter().map(|name| (*name).to_owned()).collect();
        let way = |place: Place| {
            format!("{}{} {}", if place.is_in_menu { "≡ " } else { "" }, place.behind.unwrap_or("-"), place.name)
        };
        places(&words::EN, &config, &controls).into_iter().map(way).collect()
    }

    #[test]
    fn a_control_is_named_with_the_way_to_it() {
        let controls = ["play", "reset", "learning-rate", "initialisation", "train-share", "panel:network"];
        assert_eq!(
            said(json!({}), &controls),
            [
                "≡ - Reset",
                "≡ - Learning rate",
                "≡ More settings Initialisation",
                "Points, noise and split Training share"
            ]
        );
        assert_eq!(said(json!({}), &["panel:network", "panel:curve"]), ["- Network"]);
        assert_eq!(
            said(json!({ "optimiser": "newton", "learningRate": 1 }), &["optimiser-params", "stop-patience"]),
            ["≡ More settings damping", "≡ More settings Stop without improvement"]
        );
    }

    #[test]
    fn every_control_of_the_settings_has_a_way() {
        let rows = STRIP.iter().chain(&DATA).chain(MORE.iter().flat_map(|(_, rows)| rows.iter()));
        for row in rows {
            let part = control(row.path).unwrap();
            assert_eq!(said(json!({}), &[&part]).len(), 1, "{part}");
        }
    }
}
