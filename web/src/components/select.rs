//! A menu of entries, with its name above it.

use web_sys::HtmlSelectElement;
use words::Words;
use yew::prelude::*;

use crate::components::term::term;
use crate::controls::menus::Entry;

/// What a menu shows.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) words: &'static Words,
    /// What the element is called in the document; where there is none, the name is only said.
    #[prop_or_default]
    pub(crate) id: Option<AttrValue>,
    pub(crate) name: AttrValue,
    /// One sentence on what it does, or why it does nothing now.
    #[prop_or_default]
    pub(crate) why: AttrValue,
    pub(crate) entries: Vec<Entry>,
    /// The word in force.
    pub(crate) value: AttrValue,
    /// Shown instead of an entry when `value` is none of them.
    #[prop_or_default]
    pub(crate) otherwise: Option<AttrValue>,
    #[prop_or_default]
    pub(crate) disabled: bool,
    /// Whether brackets belong to the names, as units do.
    #[prop_or_default]
    pub(crate) is_whole: bool,
    pub(crate) on_choose: Callback<String>,
}

/// The menu.
#[function_component(Choice)]
pub(crate) fn choice(props: &Props) -> Html {
    let select = use_node_ref();
    {
        // The browser forgets the `selected` attribute once somebody has chosen; the property is what counts.
        let (select, value) = (select.clone(), props.value.clone());
        use_effect(move || {
            if let Some(select) = select.cast::<HtmlSelectElement>() {
                select.set_value(&value);
            }
        });
    }
    let onchange = props.on_choose.reform(|event: Event| event.target_unchecked_into::<HtmlSelectElement>().value());
    let closed = |label: &str| if props.is_whole { label.to_owned() } else { without_asides(label) };
    let chosen = props.entries.iter().find(|entry| *entry.value == *props.value);
    let option = |entry: &Entry| {
        // Why an entry cannot be chosen stands in the entry: a tip would reach neither fingers nor keyboards.
        let label = match &entry.refusal {
            Some(refusal) => format!("{} ({refusal})", entry.label),
            // A closed menu has room for the name alone.
            None if *entry.value == *props.value => closed(&entry.label),
            None => entry.label.clone(),
        };
        html! {
            <option key={entry.value.clone()} value={entry.value.clone()} disabled={entry.refusal.is_some()} ~textContent={label} />
        }
    };
    let other = chosen.is_none().then(|| props.otherwise.clone().unwrap_or_else(|| props.value.clone()));
    let why_id = props.id.as_ref().map(|id| AttrValue::from(format!("{id}-why")));
    let menu = html! {
        <select
            ref={select}
            id={props.id.clone()}
            aria-label={props.id.is_none().then(|| props.name.clone())}
            aria-describedby={why_id.clone()}
            disabled={props.disabled}
            {onchange}
        >
            { for other.map(|label| html! { <option key="otherwise" value={props.value.clone()} ~textContent={&*label} /> }) }
            { for props.entries.iter().map(option) }
        </select>
    };
    // What the closed menu leaves out is told with what the menu is for.
    let aside = chosen.map(|entry| &entry.label).filter(|label| !props.is_whole && label.contains(['(', '（']));
    let why = match aside {
        Some(aside) => format!("{aside}{}{}", props.words.common.full_stop, props.why),
        None => props.why.to_string(),
    };
    // About as wide as what is chosen: letters of other scripts are wider.
    let shown = chosen.map_or_else(|| props.value.to_string(), |entry| closed(&entry.label));
    let width: u32 = shown.chars().map(|c| if c.is_ascii() { 11 } else { 20 }).sum();
    match &props.id {
        None => menu,
        Some(id) => html! {
            <div class="field menu" style={format!("--n:{width}")}>
                <label for={id.clone()} data-term={term(id)} ~textContent={&*props.name} />
                { menu }
                <span class="why" id={why_id} ~textContent={why} />
            </div>
        },
    }
}

/// A label without what it has in brackets.
fn without_asides(label: &str) -> String {
    let open = label.find(" (").or_else(|| label.find('（'));
    match open.zip(label.split_once([')', '）'])) {
        Some((open, (_, after))) => {
            let before = &label[..open];
            // A space stands between Latin and Chinese letters.
            let is_mixed =
                before.ends_with(|c: char| c.is_ascii_alphanumeric()) && after.starts_with(|c: char| !c.is_ascii());
            [before, if is_mixed { " " } else { "" }, after].concat()
        }
        None => label.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_brackets_is_left_out_of_a_closed_menu() {
        assert_eq!(without_asides("Log loss (binary cross-entropy)"), "Log loss");
        assert_eq!(without_asides("Xavier (Glorot), uniform"), "Xavier, uniform");
        assert_eq!(without_asides("对数损失（二元交叉熵）"), "对数损失");
        assert_eq!(without_asides("Xavier（Glorot）均匀分布"), "Xavier 均匀分布");
        assert_eq!(without_asides("Tanh"), "Tanh");
    }
}
