//! Setting the playground up for a step, leaving only its controls on the page, and pointing at one of its parts.

use std::rc::Rc;

use js_sys::{Array, Function, Reflect};
use playground::lesson::Stage;
use playground::link::Opened;
use playground::{Config, Status, ViewSettings};
use wasm_bindgen::{JsCast, JsValue};
use yew::prelude::*;

use super::progress;
use crate::intent::Intent;

/// Whether the step of this name is to be set up. It is not where the playground was set up for it last, in this page or before a
/// reload, and something is there that a learner has done.
pub(super) fn is_to_be_set_up(name: &str, config: &Config, status: &Status) -> bool {
    progress::set_up_for() != name || (status.step == 0 && *config == Config::default())
}

/// Sets the playground up, and tells when that is done; a stage that does not hold was found out before it was published.
/// `without` is what a link says behind the step's name of those that are left out.
pub(super) fn set_up(
    (name, without): (&str, &str),
    stage: &Stage,
    now: &ViewSettings,
    act: &Callback<Intent>,
    done: Callback<()>,
) {
    progress::note_set_up(name);
    let (Ok(config), Ok(settings)) = (stage.config(), stage.view_settings()) else { return };
    let view_settings = ViewSettings {
        lesson: [name, without].concat(),
        theme: now.theme,
        language: now.language,
        shortcuts: now.shortcuts,
        ..settings
    };
    let opened = Opened { config, view_settings, ..Opened::nothing() };
    act.emit(Intent::SetUp(Rc::new(opened), stage.trained, done));
}

/// Leaves only these controls on the page; all of them for none.
pub(super) fn show_only(controls: Option<&[String]>) {
    let list = controls.map_or(JsValue::NULL, |controls| controls.iter().map(JsValue::from).collect::<Array>().into());
    tell("only", &list);
}

/// Opens what a part of the page stands behind, brings it into sight and lights it.
pub(super) fn point(part: &str) {
    tell("point", &part.into());
}

/// Calls the script that knows the parts of the page, which may have to come first. Where it cannot come, all controls stay.
fn tell(what: &str, parts: &JsValue) {
    let boot = Reflect::get(&js_sys::global(), &"playgroundBoot".into());
    let call = boot.and_then(|boot| Reflect::get(&boot, &what.into())).and_then(JsCast::dyn_into::<Function>);
    if let Ok(call) = call {
        call.call1(&JsValue::NULL, parts).ok();
    }
}
