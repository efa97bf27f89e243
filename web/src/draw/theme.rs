//! The style tokens as the canvases need them, read from the style sheet in force.
//! Holds no colour of its own: what the style sheet does not name is black.

use super::color::{Rgb, Table};

/// The colours of the theme in force.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Theme {
    pub(crate) surface: Rgb,
    pub(crate) line: Rgb,
    pub(crate) text: Rgb,
    pub(crate) muted: Rgb,
    pub(crate) accent: Rgb,
    /// What deserves attention.
    pub(crate) warn: Rgb,
    pub(crate) edge: Rgb,
    pub(crate) train: Rgb,
    pub(crate) test: Rgb,
    pub(crate) previous: Rgb,
    pub(crate) guess: Rgb,
    pub(crate) positive: Rgb,
    pub(crate) negative: Rgb,
    pub(crate) middle: Rgb,
    pub(crate) halo: Rgb,
    pub(crate) contour: Rgb,
    pub(crate) arrow: Rgb,
    pub(crate) pull: Rgb,
    pub(crate) push: Rgb,
    /// Colours of classes 1 to 8: of their points,
    pub(crate) classes: [Rgb; 8],
    /// and of their parts of the plane.
    pub(crate) planes: [Rgb; 8],
    /// Scores from negative to positive.
    pub(crate) table: Table,
}

impl Theme {
    /// The theme whose tokens `token` gives by name, without the leading dashes.
    pub(crate) fn from_tokens(token: impl Fn(&str) -> Option<String>) -> Theme {
        let color = |name: &str| token(name).as_deref().and_then(Rgb::parse).unwrap_or_default();
        let classes: [Rgb; 8] = std::array::from_fn(|index| color(&format!("class-{}", index + 1)));
        let (negative, middle, positive) = (color("neg"), color("mid"), color("pos"));
        Theme {
            surface: color("surface"),
            line: color("line"),
            text: color("text"),
            muted: color("muted"),
            accent: color("accent"),
            warn: color("warn"),
            edge: color("edge"),
            train: color("train"),
            test: color("test"),
            previous: color("previous"),
            guess: color("guess"),
            halo: color("halo"),
            contour: color("contour"),
            arrow: color("arrow"),
            pull: color("pull"),
            push: color("push"),
            classes,
            planes: std::array::from_fn(|index| [negative, positive].get(index).copied().unwrap_or(classes[index])),
            table: Table::diverging(color("field-neg"), color("field-mid"), color("field-pos")),
            positive,
            negative,
            middle,
        }
    }

    /// The theme in force in this document.
    pub(crate) fn read() -> Theme {
        let style = web_sys::window().and_then(|window| {
            let root = window.document()?.document_element()?;
            window.get_computed_style(&root).ok()?
        });
        Theme::from_tokens(|name| style.as_ref()?.get_property_value(&format!("--{name}")).ok())
    }

    /// The colour of `class`, counted from 1.
    pub(crate) fn class(&self, class: usize) -> Rgb {
        self.classes[class.saturating_sub(1) % self.classes.len()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_themes_name_every_colour_that_canvases_read() {
        let sheet = include_str!("../../style/tokens.css");
        let (light, dark) = sheet.split_once("prefers-color-scheme: dark").unwrap();
        let (by_system, by_choice) = dark.split_once("[data-theme=dark]").unwrap();
        for (part, name) in [(light, "light"), (by_system, "dark by system"), (by_choice, "dark by choice")] {
            let token = |wanted: &str| {
                let after = part.split_once(&format!("--{wanted}: "))?.1;
                Some(after.split_once(';')?.0.to_owned())
            };
            let asked = std::cell::RefCell::new(Vec::new());
            Theme::from_tokens(|wanted| {
                asked.borrow_mut().push(wanted.to_owned());
                token(wanted)
            });
            for wanted in asked.into_inner() {
                assert!(token(&wanted).as_deref().and_then(Rgb::parse).is_some(), "{name}: {wanted}");
            }
        }
    }

    #[test]
    fn dark_is_the_same_by_system_and_by_choice() {
        let sheet = include_str!("../../style/tokens.css");
        let tokens = |part: &str| {
            let names = part.split(['{', '}', ';']).map(str::trim).filter(|line| line.starts_with("--"));
            names.map(str::to_owned).collect::<Vec<_>>()
        };
        let (_, dark) = sheet.split_once("prefers-color-scheme: dark").unwrap();
        let (by_system, by_choice) = dark.split_once("[data-theme=dark]").unwrap();
        assert_eq!(tokens(by_system), tokens(by_choice));
        assert!(tokens(by_choice).len() > 20);
    }
}
