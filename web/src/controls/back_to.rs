//! The button that makes own points generated ones again.

use playground::{Task, data, object};
use words::Words;
use yew::prelude::*;

use crate::components::button::Button;
use crate::intent::Intent;
use crate::store::origin::Origin;

/// The way from own points back to generated ones.
pub(crate) fn back_to(words: &Words, task: Task, origin: Origin, act: &Callback<Intent>) -> Html {
    let label = data::find(task, origin.name).map_or(origin.name, |dataset| words.dataset_label(dataset));
    Button { title: Some(words.data.back_to_why.into()), ..Button::of("link", words.data.back_to.with([label])) }
        .wants(Intent::Configure(object! { "dataset": origin.name }), act)
}
