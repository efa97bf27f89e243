//! What is seen of an export before it is taken away: the first lines of a text, a picture, the names in a file of bytes.

use std::rc::Rc;

use playground::Exported;
use words::{Export, Words};
use yew::prelude::*;

use super::bytes::{self, Contents};
use crate::components::button::Button;
use crate::exported::Taken;

/// So many lines, and so many characters, are read at a glance.
const MOST_LINES: usize = 30;
const MOST_CHARACTERS: usize = 3000;

/// An export with what is seen of it, made once.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Preview {
    /// The first lines of a text, and how many of how many there are.
    pub(super) lines: Option<(AttrValue, usize, usize)>,
    /// The address of a picture.
    pub(super) picture: Option<AttrValue>,
    contents: Option<Contents>,
    n_bytes: usize,
    /// Columns and rows of a PNG.
    pixels: Option<[u32; 2]>,
}

impl Preview {
    pub(super) fn of(taken: &Taken) -> Preview {
        match &taken.exported {
            Exported::Text(text) => Preview {
                lines: Some(first_lines(text)),
                picture: taken.file.ends_with(".svg").then(|| {
                    let text = js_sys::encode_uri_component(text);
                    format!("data:image/svg+xml;charset=utf-8,{text}").into()
                }),
                contents: None,
                n_bytes: text.len(),
                pixels: None,
            },
            Exported::Bytes(bytes) => Preview {
                lines: None,
                picture: taken
                    .file
                    .ends_with(".png")
                    .then(|| format!("data:image/png;base64,{}", base64(bytes)).into()),
                contents: match taken.file.rsplit('.').next() {
                    Some("onnx") => bytes::onnx(bytes),
                    Some("safetensors") => bytes::safetensors(bytes),
                    _ => None,
                },
                n_bytes: bytes.len(),
                pixels: png_size(bytes),
            },
        }
    }
}

/// What came of a choice.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Got {
    Nothing,
    Refused(AttrValue),
    Here(Ready),
}

/// An export that can be taken away.
#[derive(Clone, Debug)]
pub(super) struct Ready {
    pub(super) taken: Rc<Taken>,
    pub(super) preview: Rc<Preview>,
}

impl PartialEq for Ready {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.taken, &other.taken)
    }
}

/// What the preview shows.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    pub(super) words: &'static Words,
    pub(super) texts: &'static Export,
    pub(super) got: Got,
    /// Whether the whole text is in the field.
    pub(super) is_whole: bool,
    pub(super) field: NodeRef,
    /// What is exported.
    pub(super) name: &'static str,
    /// The step at which the run is now.
    pub(super) step: u64,
    pub(super) on_refresh: Callback<MouseEvent>,
}

/// The preview: a picture, names and sizes, a text, and of which step all that is.
#[function_component(Seen)]
pub(super) fn seen(props: &Props) -> Html {
    let Props { words, texts, got, .. } = props;
    let Ready { taken, preview } = match got {
        Got::Nothing => return html! { <p role="status" ~textContent={texts.making} /> },
        Got::Refused(why) => return html! { <p role="alert" ~textContent={&**why} /> },
        Got::Here(ready) => ready,
    };
    let is_bytes = matches!(taken.exported, Exported::Bytes(_));
    let (letters, decode) = letters(taken, texts);
    let (shown, caption) = match &preview.lines {
        _ if props.is_whole => (Some(letters.into()), decode),
        Some((lines, n, of)) if n < of => {
            (Some(lines.clone()), texts.first_lines.with([&words.count(*n as u64), &words.count(*of as u64)]))
        }
        Some((lines, ..)) => (Some(lines.clone()), String::new()),
        None => (None, String::new()),
    };
    // Of bytes nobody reads letters until they are to be copied by hand.
    let is_hidden = (is_bytes || preview.picture.is_some()) && !props.is_whole;
    let size = preview
        .pixels
        .map(|sides| texts.pixels.with(sides.map(|side| words.count(side.into())).each_ref().map(String::as_str)));
    let size = size.map_or_else(String::new, |size| size + " · ");
    let has_moved = props.step != taken.step;
    html! {
        <>
            <div class="row">
                <span ~textContent={texts.at_step.with([&words.count(taken.step)])} />
                if has_moved {
                    <span class="changed" ~textContent={texts.went_on.with([&words.count(props.step)])} />
                    { Button::of("chip", texts.refresh).does(props.on_refresh.clone()) }
                }
            </div>
            if let Some(picture) = &preview.picture { <img src={picture.clone()} alt={props.name} /> }
            { list(texts.operators, preview.contents.iter().flat_map(|it| &it.operators), words) }
            { list(texts.tensors, preview.contents.iter().flat_map(|it| &it.tensors), words) }
            <textarea
                ref={props.field.clone()} class="taken" hidden={is_hidden} readonly=true spellcheck="false" rows="11"
                aria-label={[texts.preview, words.common.colon, props.name].concat()} value={shown.unwrap_or_default()}
            />
            <p ~textContent={caption} />
            <p ~textContent={[size, texts.bytes.with([&words.count(preview.n_bytes as u64)])].concat()} />
        </>
    }
}

fn list<'a>(name: &'static str, entries: impl Iterator<Item = &'a String>, words: &Words) -> Html {
    let entries: Vec<&str> = entries.map(String::as_str).collect();
    html! { if !entries.is_empty() { <p ~textContent={[name, words.common.colon, &entries.join(words.curve.between)].concat()} /> } }
}

/// What is copied, and for bytes how they become a file again.
pub(super) fn letters(taken: &Taken, texts: &Export) -> (String, String) {
    match &taken.exported {
        Exported::Text(text) => (text.clone(), String::new()),
        Exported::Bytes(bytes) => {
            (base64(bytes), texts.decode.with([&format!("base64 -d copied.txt > {}", taken.file)]))
        }
    }
}

/// Columns and rows of a PNG file: they stand at its head.
fn png_size(bytes: &[u8]) -> Option<[u32; 2]> {
    let head = bytes.strip_prefix(b"\x89PNG\r\n\x1a\n")?.get(8..16)?;
    let (width, height) = head.split_first_chunk::<4>()?;
    Some([u32::from_be_bytes(*width), u32::from_be_bytes(height.try_into().ok()?)])
}

/// Bytes as a text of letters.
fn base64(bytes: &[u8]) -> String {
    let binary: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    // Fails for characters that are no bytes only.
    web_sys::window().and_then(|window| window.btoa(&binary).ok()).unwrap_or_default()
}

/// The first lines of a text, how many they are, and of how many.
fn first_lines(text: &str) -> (AttrValue, usize, usize) {
    let n_lines = text.lines().count();
    let mut end = text.split_inclusive('\n').take(MOST_LINES).map(str::len).sum::<usize>();
    if let Some((cut, _)) = text.char_indices().nth(MOST_CHARACTERS).filter(|(cut, _)| *cut < end) {
        end = cut;
    }
    let shown = &text[..end];
    let n_shown = shown.lines().count();
    let more = if end < text.len() { "…" } else { "" };
    ([shown, more].concat().into(), n_shown, n_lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_says_how_large_it_is() {
        let head = *b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\x05\xa8\0\0\x04\x58";
        assert_eq!(png_size(&head), Some([1448, 1112]));
        assert_eq!([png_size(&head[..20]), png_size(b"GIF89a")], [None; 2]);
    }

    #[test]
    fn a_long_text_shows_its_beginning() {
        assert_eq!(first_lines("a\nb\n"), ("a\nb\n".into(), 2, 2));
        let (shown, n_shown, n_lines) = first_lines(&"line\n".repeat(100));
        assert_eq!((shown.lines().count(), n_shown, n_lines), (MOST_LINES + 1, MOST_LINES, 100));
        let (shown, n_shown, n_lines) = first_lines(&"π".repeat(9000));
        assert_eq!((shown.chars().count(), n_shown, n_lines), (MOST_CHARACTERS + 1, 1, 1));
    }
}
