//! Where a link stands in an address, and links that came through mail, chats and editors: `&amp;` for `&`, the mark `#` as
//! `%23` or left out, everything encoded once more. They mean what they meant when they were made. Invariant: what `write` made is
//! found as it is.

use std::borrow::Cow;

use form_urlencoded::parse;

/// What a query may say beside a link: that the page stands in another one, in which language, and of its frame.
pub const QUERY_KEYS: [&str; 5] = ["embed", "lang", "controls", "hide", "height"];

/// How often a text can have been encoded.
const MOST_TIMES: usize = 3;

/// What stands in an address.
#[derive(Debug, PartialEq, Eq)]
pub struct Address {
    /// The link, or no text.
    pub link: String,
    /// The query without the link, if it stood there.
    pub query: String,
    /// Whether the page stands inside another one.
    pub embedded: bool,
}

impl Address {
    /// Finds the link of an address by its query and its fragment, each with or without its mark. The fragment beats the query.
    pub fn of(query: &str, fragment: &str) -> Address {
        let query = mended(query.strip_prefix('?').unwrap_or(query));
        let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
        // Within a link that stands in the query, it belongs to a name.
        let is_mark = |(at, _): &(usize, &str)| !query[..*at].split('&').any(|part| part == "v=1");
        let (query, behind_mark) = match position(&query, &["%23", "#"]).filter(is_mark) {
            Some((at, mark)) => (&query[..at], &query[at + mark.len()..]),
            None => (&*query, ""),
        };
        let (mut link, mut rest, mut is_link) = (Vec::new(), Vec::new(), false);
        for part in query.split('&').filter(|part| !part.is_empty()) {
            let key = part.split('=').next().unwrap_or_default();
            is_link |= part == "v=1";
            if is_link && !QUERY_KEYS.contains(&key) { link.push(part) } else { rest.push(part) }
        }
        let embedded = rest.iter().any(|part| part.split('=').next() == Some("embed"));
        let in_query = link.join("&");
        let link = [fragment, behind_mark, &in_query].into_iter().find(|text| !text.is_empty()).unwrap_or_default();
        Address { link: mended(link).into_owned(), query: rest.join("&"), embedded }
    }
}

/// The link in a whole address, as it was copied, or alone; no text if there is none.
pub fn link_in(text: &str) -> String {
    let (before, fragment) = text.split_once('#').unwrap_or((text, ""));
    Address::of(before.split_once('?').map_or(before, |(_, query)| query), fragment).link
}

fn position<'a>(text: &str, marks: &[&'a str]) -> Option<(usize, &'a str)> {
    marks.iter().filter_map(|mark| Some((text.find(mark)?, *mark))).min()
}

/// Whether a fragment is meant as a link, and not as a place on a page.
pub fn is_link(fragment: &str) -> bool {
    mended(fragment).contains(['=', '＝'])
}

/// The link as it was before it was encoded on its way.
pub(super) fn mended(text: &str) -> Cow<'_, str> {
    let mut mended = Cow::Borrowed(text.trim());
    // Quoted-printable, as it stands in the source of a mail.
    if ["v=3D", "networkShape=3D"].iter().any(|sign| mended.contains(sign)) {
        mended = mended.replace("=\r\n", "").replace("=\n", "").replace("=3D", "=").into();
    }
    for _ in 0..MOST_TIMES {
        for (damaged, whole) in [("&amp;", "&"), ("&#38;", "&"), ("&#x26;", "&")] {
            while mended.contains(damaged) {
                mended = mended.replace(damaged, whole).into();
            }
        }
        for mark in ["#", "%23"] {
            while let Some(behind) = mended.strip_prefix(mark) {
                mended = behind.to_owned().into();
            }
        }
        let Some(decoded) = decoded(&mended) else { break };
        mended = decoded.into();
    }
    mended
}

/// The text decoded, if it was encoded as a whole: its first pair has no `=` then, or contains the others.
fn decoded(text: &str) -> Option<String> {
    let first = text.split('&').next()?;
    let (key, value) = parse(first.as_bytes()).next()?;
    let is_encoded =
        if first.contains('=') { value.starts_with("1&") && key == "v" } else { key.contains(['=', '＝', '%']) };
    let whole = |(key, value): (Cow<'_, str>, Cow<'_, str>)| {
        if value.is_empty() { key.into() } else { format!("{key}={value}") }
    };
    let decoded = || parse(text.as_bytes()).map(whole).collect::<Vec<String>>().join("&");
    is_encoded.then(decoded).filter(|decoded| decoded != text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::{read, write};
    use crate::{Config, ViewSettings};

    const LINK: &str = "v=1&dataset=spiral&features=x1,sin(x1)&classNames=50%25%20%231&slopeField=true";

    fn encoded(text: &str) -> String {
        form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
    }

    #[test]
    fn a_link_is_found_wherever_mail_and_chats_have_put_it() {
        let amp = LINK.replace('&', "&amp;");
        let twice = encoded(&encoded(LINK));
        for (query, fragment, rest) in [
            ("", format!("#{LINK}"), ""),
            ("?embed", format!("#{LINK}"), "embed"),
            ("", format!("#{amp}"), ""),
            ("", format!("#{}", amp.replace('&', "&amp;")), ""),
            ("", format!("#{}", LINK.replace('&', "&#38;")), ""),
            ("", format!("#%23{LINK}"), ""),
            ("", format!("##{LINK} "), ""),
            ("", format!("#{}", encoded(LINK)), ""),
            ("", format!("#{twice}"), ""),
            ("", format!("#{}", LINK.replace('&', "%26")), ""),
            ("", format!("#{}", LINK.replace('=', "%3D")), ""),
            (&*format!("?embed%23{LINK}"), String::new(), "embed"),
            (&*format!("?embed%23{amp}"), String::new(), "embed"),
            (&*format!("?embed%23{}", encoded(LINK)), String::new(), "embed"),
            (&*format!("?{LINK}"), String::new(), ""),
            (&*format!("?{amp}"), String::new(), ""),
            (&*format!("?{}", encoded(LINK)), String::new(), ""),
            (&*format!("?lang=zh&embed&{LINK}"), String::new(), "lang=zh&embed"),
            (&*format!("?{LINK}&embed=1"), String::new(), "embed=1"),
            (&*format!("?{}", encoded(&format!("embed#{LINK}"))), String::new(), "embed"),
        ] {
            let found = Address::of(query, &fragment);
            let (wanted, opened) = (read(LINK), read(&found.link));
            assert_eq!(opened, wanted, "{query} {fragment} gives {found:?}");
            assert!(opened.notes.is_empty() && opened.config.dataset == "spiral");
            assert_eq!((&*found.query, found.embedded), (rest, rest.contains("embed")), "{query} {fragment}");
            assert!(fragment.is_empty() || read(&fragment) == wanted && is_link(&fragment), "{fragment}");
        }
    }

    #[test]
    fn a_link_is_found_behind_the_address_of_any_page() {
        let marked = format!("#{LINK}");
        for link in [
            &marked,
            &format!("#{}", LINK.replace('&', "&amp;")),
            &format!("#{}", encoded(LINK)),
            &format!("%23{LINK}"),
        ] {
            for page in [
                "https://host/path/",
                "https://host/path/?embed",
                "http://127.0.0.1:8080/index.html",
                "file:///page/",
                "",
            ] {
                for whole in [format!("{page}{link}"), encoded(&format!("{page}{link}")), format!(" {page}{link}\n")] {
                    assert_eq!(read(&link_in(&whole)), read(LINK), "{whole}");
                }
            }
        }
        for text in [LINK, &encoded(LINK), &format!("https://host/?{LINK}"), &format!("https://host/?lang=zh&{LINK}")] {
            assert_eq!(read(&link_in(text)), read(LINK), "{text}");
        }
        for none in ["", "runs/log.json", "https://host/path/", "https://host/path/?lang=zh"] {
            assert_eq!(link_in(none), "", "{none}");
        }
    }

    #[test]
    fn what_is_no_link_stays_none() {
        for (query, fragment) in
            [("?utm_source=mail", ""), ("?lang=zh", "#output-title"), ("", "#50%25"), ("?embed", "#")]
        {
            assert!(!is_link(&Address::of(query, fragment).link), "{query}{fragment}");
        }
        assert_eq!(Address::of("?v=1&noise=1", "#v=1&noise=2").link, "v=1&noise=2");
        assert_eq!(read("v=1&amp;noise=8").notes.len(), 1, "what is wrong is told all the same");
    }

    #[test]
    fn a_whole_link_is_left_alone() {
        let names = r#"{"classNames":["a&amp;b","1&2%26"],"axisNames":["%23","v=1"]}"#;
        let config = Config::default().merged(&serde_json::from_str(names).unwrap()).unwrap();
        let link = write(&config, &ViewSettings::default());
        assert_eq!(Address::of("", &link).link, link);
        assert_eq!(read(&link).config, config);
    }
}
