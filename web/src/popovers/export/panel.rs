//! The panel *Export*: what is exported, what of it is seen, and the two ways to take it away. Each choice is written of the run as it is
//! then; a run that goes on is said, and taken again by a press.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use playground::Exported;
use web_sys::{HtmlElement, HtmlTextAreaElement};
use words::{Export, Words};
use yew::prelude::*;

use super::formats::{FORMATS, Format, GROUPS};
use super::preview::{Got, Preview, Ready, Seen, letters};
use crate::browser::clipboard;
use crate::browser::page::{self, has_finger};
use crate::components::button::Button;
use crate::components::radio::Radio;
use crate::components::text::text;
use crate::exported::Options;
use crate::exported::{Taken, Wanted};
use crate::intent::Intent;

/// What the panel shows.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) words: &'static Words,
    /// The step at which the run is now.
    pub(crate) step: u64,
    pub(crate) act: Callback<Intent>,
}

/// What is chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Choice {
    /// The place of the format.
    format: usize,
    /// Whether a picture is SVG.
    is_svg: bool,
    /// The theme of a picture, where it is not the page's.
    theme: Option<&'static str>,
    /// Grows when the run is to be taken again.
    n: u32,
}

impl Choice {
    fn format(&self) -> &'static Format {
        &FORMATS[self.format]
    }

    fn wanted(&self) -> Wanted {
        let format = self.format();
        let kind = if self.is_svg { "svg" } else { "png" };
        let options = Options { of: format.picture.unwrap_or_default(), theme: self.theme, ..Options::default() };
        Wanted { format: if format.picture.is_some() { kind } else { format.name }.into(), options }
    }
}

/// What is so before it is drawn: an answer that comes between two pictures of the panel is not missed by a press.
struct Latest {
    /// What was asked for last, and what came of it. What comes later of an older choice is dropped.
    got: RefCell<(Choice, Got)>,
    /// What is to be downloaded as soon as it has come.
    due: Cell<Option<Choice>>,
}

/// The panel's content.
#[function_component(Panel)]
pub(super) fn panel(props: &Props) -> Html {
    let words = props.words;
    let texts = Export::of(words.tag);
    let choice = use_state_eq(Choice::default);
    let got = use_state_eq(|| (Choice::default(), Got::Nothing));
    // Whether the whole text is in the field, to be copied by hand.
    let is_whole = use_state_eq(page::is_framed);
    let said = use_state_eq(AttrValue::default);
    let (download, field) = (use_node_ref(), use_node_ref());
    let latest = use_memo((), |()| Latest { got: RefCell::new((*choice, Got::Nothing)), due: Cell::default() });
    {
        let download = download.clone();
        // Who opens the panel can take the run away by one more press, unless something else has the focus meanwhile.
        use_effect_with((), move |()| {
            if let Some(button) = download.cast::<HtmlElement>().filter(|_| page::may_move_focus()) {
                button.focus().ok();
            }
        });
    }
    use_asked(*choice, &got, &props.act, &latest, &said, words);
    let now = match &*got {
        (of, got) if *of == *choice => got.clone(),
        _ => Got::Nothing,
    };
    let choose = {
        let (choice, said) = (choice.clone(), said.clone());
        move |next: Choice| {
            said.set(AttrValue::default());
            choice.set(next);
        }
    };
    let refresh = {
        let (choose, next) = (choose.clone(), Choice { n: choice.n + 1, ..*choice });
        Callback::from(move |_: MouseEvent| choose(next))
    };
    let ondownload = {
        let (choice, act, latest, said) = (*choice, props.act.clone(), Rc::clone(&latest), said.clone());
        Callback::from(move |_: MouseEvent| match &*latest.got.borrow() {
            (of, Got::Here(ready)) if *of == choice => take_away(&ready.taken, &act, &said, words),
            (of, Got::Refused(_)) if *of == choice => {}
            _ => latest.due.set(Some(choice)),
        })
    };
    let oncopy = copying(&now, (&field, &is_whole, &said), words, texts);
    let is_text = !matches!(&now, Got::Here(ready) if matches!(ready.taken.exported, Exported::Bytes(_)));
    let copy = if is_text { words.share.copy } else { texts.copy_base64 };
    html! {
        <>
            <h2 ~textContent={words.header.export} />
            <div class="exports">
                { list(texts, *choice, choose.clone()) }
                <div class="exported">
                    { about(texts, *choice, choose) }
                    <Seen {words} {texts} got={now.clone()} is_whole={*is_whole} field={field.clone()} name={texts.formats[choice.format].label} step={props.step} on_refresh={refresh} />
                </div>
                <div class="row take">
                    { Button { place: download, ..Button::of("btn primary", texts.download) }.does(ondownload) }
                    { Button::of("btn", copy).does(oncopy) }
                    <span role="status" ~textContent={&**said} />
                </div>
            </div>
        </>
    }
}

/// Asks for what is chosen, once for each choice.
#[hook]
fn use_asked(
    choice: Choice,
    got: &UseStateHandle<(Choice, Got)>,
    act: &Callback<Intent>,
    latest: &Rc<Latest>,
    said: &UseStateHandle<AttrValue>,
    words: &'static Words,
) {
    let (got, act, latest, said) = (got.clone(), act.clone(), Rc::clone(latest), said.clone());
    use_effect_with((choice, words.tag), move |(choice, _)| {
        let (choice, download) = (*choice, act.clone());
        latest.got.replace((choice, Got::Nothing));
        act.emit(Intent::Export(
            choice.wanted(),
            Callback::from(move |answer: Result<Rc<Taken>, AttrValue>| {
                if latest.got.borrow().0 != choice {
                    return;
                }
                let now = match answer {
                    Ok(taken) => {
                        if latest.due.take() == Some(choice) {
                            take_away(&taken, &download, &said, words);
                        }
                        let preview = Rc::new(Preview::of(&taken));
                        Got::Here(Ready { taken, preview })
                    }
                    Err(why) => Got::Refused(why),
                };
                latest.got.replace((choice, now.clone()));
                got.set((choice, now));
            }),
        ));
    });
}

/// Offers the file, and says so: where the browser refuses it, nobody knows.
fn take_away(taken: &Rc<Taken>, act: &Callback<Intent>, said: &UseStateHandle<AttrValue>, words: &Words) {
    act.emit(Intent::Download(Rc::clone(taken)));
    said.set(words.exported(&taken.file, taken.step, page::is_framed()).into());
}

/// Copies the text, or bytes as letters; where the page may not copy, the whole is put into the field and selected.
fn copying(
    now: &Got,
    (field, is_whole, said): (&NodeRef, &UseStateHandle<bool>, &UseStateHandle<AttrValue>),
    words: &'static Words,
    texts: &'static Export,
) -> Callback<MouseEvent> {
    let (now, field, is_whole, said) = (now.clone(), field.clone(), is_whole.clone(), said.clone());
    Callback::from(move |_: MouseEvent| {
        let Got::Here(Ready { taken, .. }) = &now else { return };
        let (letters, hint) = letters(taken, texts);
        let (field, is_whole, said, whole) = (field.clone(), is_whole.clone(), said.clone(), letters.clone());
        clipboard::copy(&letters, move |worked| {
            if worked {
                return said.set(
                    [words.share.copied, &hint].join(if hint.is_empty() { "" } else { words.common.full_stop }).into(),
                );
            }
            is_whole.set(true);
            if let Some(field) = field.cast::<HtmlTextAreaElement>() {
                // It is drawn with the whole only later.
                field.set_value(&whole);
                field.focus().ok();
                field.select();
            }
            said.set(words.copy_by_hand(has_finger()).into());
        });
    })
}

/// All formats in their groups: one group of radio buttons.
fn list(texts: &'static Export, choice: Choice, choose: impl Fn(Choice) + Clone + 'static) -> Html {
    let mut first = 0;
    let group = |(title, n): (&&'static str, usize)| {
        let places = first..first + n;
        first += n;
        let entry = |format: usize| {
            let (name, choose) = (texts.formats[format].label, choose.clone());
            let title = Some(AttrValue::from(texts.formats[format].what));
            let on_choose = Callback::from(move |()| choose(Choice { format, ..choice }));
            html! {
                <Radio key={format} group="export" {name} {title} checked={choice.format == format} {on_choose}>{ text(name) }</Radio>
            }
        };
        html! {
            <div key={*title} role="group" aria-label={*title}><h3 ~textContent={*title} />{ for places.map(entry) }</div>
        }
    };
    html! {
        <div class="formats" role="radiogroup" aria-label={texts.format}>{ for texts.groups.iter().zip(GROUPS).map(group) }</div>
    }
}

/// What is chosen: what it is, how it is used, how a picture is to be.
fn about(texts: &'static Export, choice: Choice, choose: impl Fn(Choice) + Clone + 'static) -> Html {
    let format = &texts.formats[choice.format];
    let command = choice.format().command;
    let piece = |group: &'static str, name: &'static str, checked: bool, next: Choice| {
        let choose = choose.clone();
        html! { <Radio {group} {name} {checked} on_choose={Callback::from(move |()| choose(next))}>{ text(name) }</Radio> }
    };
    let is_dark = page::is_dark(choice.theme);
    html! {
        <>
            <h3 ~textContent={format.label} />
            <p ~textContent={format.what} />
            <p ~textContent={format.how} />
            if !command.is_empty() { <code ~textContent={command} /> }
            if choice.format().picture.is_some() {
                <div class="row">
                    <div class="segments" role="radiogroup" aria-label={texts.kind}>
                        { piece("export-kind", "PNG", !choice.is_svg, Choice { is_svg: false, ..choice }) }
                        { piece("export-kind", "SVG", choice.is_svg, Choice { is_svg: true, ..choice }) }
                    </div>
                    <div class="segments" role="radiogroup" aria-label={texts.colors}>
                        { piece("export-theme", texts.light, !is_dark, Choice { theme: Some("light"), ..choice }) }
                        { piece("export-theme", texts.dark, is_dark, Choice { theme: Some("dark"), ..choice }) }
                    </div>
                </div>
            }
        </>
    }
}
