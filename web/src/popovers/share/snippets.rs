//! The lines that put the playground into a course page, in the form that each kind of course page takes. Text alone: it knows no page.

use playground::link;

/// What a course page is made with, in the order of its names in the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CoursePage {
    Html,
    /// Moodle and Canvas, which clean what is pasted.
    Platform,
    MdBook,
    Sphinx,
    Reveal,
    Quarto,
    Docusaurus,
}

impl CoursePage {
    pub(super) const ALL: [CoursePage; 7] = [
        CoursePage::Html,
        CoursePage::Platform,
        CoursePage::MdBook,
        CoursePage::Sphinx,
        CoursePage::Reveal,
        CoursePage::Quarto,
        CoursePage::Docusaurus,
    ];

    /// Whether it takes no element: a script that is pasted is cleaned away, or would have to be a component.
    pub(super) fn takes_frames_only(self) -> bool {
        matches!(self, CoursePage::Platform | CoursePage::Docusaurus)
    }
}

/// What is embedded.
#[derive(Clone, Debug)]
pub(super) struct Embedded<'a> {
    /// The address of the playground.
    pub(super) place: &'a str,
    /// The fragment.
    pub(super) link: &'a str,
    /// Those that are shown, or all.
    pub(super) controls: Option<&'a str>,
    /// The word of a language, or the visitor's.
    pub(super) language: Option<&'static str>,
    /// The goal as it was typed, or none.
    pub(super) goal: &'a str,
    pub(super) title: &'static str,
    /// Width and height in pixels.
    pub(super) size: [u32; 2],
}

impl Embedded<'_> {
    /// The fragment with the goal and without what an embed says elsewhere.
    fn fragment(&self) -> String {
        let said = |part: &&str| !["goal", "lang"].contains(&part.split('=').next().unwrap_or_default());
        let link = self.link.split('&').filter(said).collect::<Vec<_>>().join("&");
        if self.goal.trim().is_empty() { link } else { link::with_goal(&link, self.goal.trim()) }
    }

    /// The address of the frame.
    pub(super) fn address(&self) -> String {
        let controls = self.controls.map_or_else(String::new, |named| format!("&controls={named}"));
        let language = self.language.map_or_else(String::new, |word| format!("&lang={word}"));
        format!("{}?embed{language}{controls}#{}", self.place, self.fragment())
    }

    /// The lines for this page, as an element where it can be and is wanted.
    pub(super) fn lines(&self, page: CoursePage, as_element: bool, decoded: fn(&str) -> String) -> String {
        let is_element = as_element && !page.takes_frames_only();
        let html = if is_element { self.element(decoded) } else { self.frame(page) };
        match page {
            CoursePage::Html | CoursePage::Platform | CoursePage::MdBook | CoursePage::Docusaurus => html,
            CoursePage::Sphinx => format!("```{{raw}} html\n{html}\n```"),
            CoursePage::Quarto => format!("```{{=html}}\n{html}\n```"),
            CoursePage::Reveal => format!("<section>\n{html}\n</section>"),
        }
    }

    fn frame(&self, page: CoursePage) -> String {
        let [width, height] = self.size;
        let rest = match page {
            // The platforms drop these, or what has them.
            CoursePage::Platform => "",
            _ => " loading=\"lazy\" allow=\"clipboard-write\"",
        };
        let (source, title) = (quoted(&self.address()), self.title);
        format!("<iframe src=\"{source}\" title=\"{title}\" width=\"{width}\" height=\"{height}\"{rest}></iframe>")
    }

    /// The element, whose attributes are what a link says.
    fn element(&self, decoded: fn(&str) -> String) -> String {
        let folder = self.place.rsplit_once('/').map_or("", |(folder, _)| folder);
        let fragment = self.fragment();
        let said = fragment.split('&').filter_map(|part| part.split_once('=')).filter(|(key, _)| *key != "v");
        let said = said.map(|(key, value)| (kebab(key), decoded(value)));
        let others = [("controls", self.controls), ("lang", self.language)];
        let others = others.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?.to_owned())));
        let attributes: String =
            said.chain(others).map(|(name, value)| format!(" {name}=\"{}\"", quoted(&value))).collect();
        let [width, height] = self.size;
        format!(
            "<script src=\"{folder}/embed.js\"></script>\n\
             <gradient-playground width=\"{width}\" height=\"{height}\"{attributes}></gradient-playground>"
        )
    }
}

fn quoted(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}

/// `stop.testLoss` as `stop-test-loss`.
fn kebab(key: &str) -> String {
    key.chars()
        .flat_map(|c| match c {
            '.' => vec!['-'],
            c if c.is_ascii_uppercase() => vec!['-', c.to_ascii_lowercase()],
            c => vec![c],
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const EMBEDDED: Embedded = Embedded {
        place: "https://HOST/PATH/",
        link: "v=1&dataset=xor&hiddenLayers=2&activation=relu",
        controls: Some("play,step,reset,panel:network"),
        language: None,
        goal: "",
        title: "Gradient Playground",
        size: [640, 480],
    };

    fn decoded(text: &str) -> String {
        text.replace("%3E", ">").replace("%3D", "=").replace("%20", " ")
    }

    #[test]
    fn a_key_is_an_attribute_in_kebab_case() {
        assert_eq!(["learningRate", "stop.testLoss", "task"].map(kebab), ["learning-rate", "stop-test-loss", "task"]);
    }

    #[test]
    fn a_goal_and_a_language_take_the_place_of_those_of_the_link() {
        let embedded =
            Embedded { link: "v=1&noise=1&goal=epoch&lang=en", goal: "epoch >= 3", language: Some("zh"), ..EMBEDDED };
        let address = embedded.address();
        assert!(address.starts_with("https://HOST/PATH/?embed&lang=zh&controls="), "{address}");
        let (_, fragment) = address.split_once('#').unwrap();
        assert_eq!(playground::link::read(fragment).view_settings.goal, "epoch >= 3");
        assert_eq!(fragment.matches("goal=").count(), 1);
        let lines = embedded.lines(CoursePage::Html, true, decoded);
        assert!(
            lines.contains(" noise=\"1\" goal=\"epoch >= 3\" controls=")
                && lines.ends_with("lang=\"zh\"></gradient-playground>"),
            "{lines}"
        );
    }

    /// What Canvas leaves of a frame, from `canvas_sanitize.rb` of its source: lists for all elements and for this one.
    const CANVAS: [&str; 13] = [
        "style",
        "class",
        "id",
        "title",
        "role",
        "lang",
        "dir",
        "src",
        "width",
        "height",
        "name",
        "sandbox",
        "allowfullscreen",
    ];

    /// What Moodle's editor leaves of one: TinyMCE's schema, which Moodle adds to for scripts and paragraphs alone.
    const MOODLE: [&str; 12] = [
        "id",
        "class",
        "style",
        "title",
        "src",
        "name",
        "width",
        "height",
        "sandbox",
        "allow",
        "allowfullscreen",
        "loading",
    ];

    #[test]
    fn platforms_get_what_they_let_through() {
        let lines = EMBEDDED.lines(CoursePage::Platform, true, decoded);
        assert_eq!(
            lines,
            "<iframe src=\"https://HOST/PATH/?embed&amp;controls=play,step,reset,panel:network#v=1&amp;dataset=xor&amp;\
             hiddenLayers=2&amp;activation=relu\" title=\"Gradient Playground\" width=\"640\" height=\"480\"></iframe>"
        );
        // Whatever is embedded: one frame, with nothing inside, and with attributes that both leave.
        let all = Embedded {
            controls: None,
            language: Some("zh"),
            goal: "epoch >= 3 and not usesFeature(\"r\")",
            ..EMBEDDED
        };
        for embedded in [all, EMBEDDED] {
            let lines = embedded.lines(CoursePage::Platform, true, decoded);
            let inside = lines.strip_prefix("<iframe ").and_then(|rest| rest.strip_suffix("\"></iframe>")).unwrap();
            let names = inside.split("\" ").map(|attribute| attribute.split_once("=\"").unwrap().0);
            let refused: Vec<&str> = names.filter(|name| !CANVAS.contains(name) || !MOODLE.contains(name)).collect();
            assert!(refused.is_empty() && !inside.contains(['<', '>']), "{refused:?} in {lines}");
        }
    }

    #[test]
    fn the_pages_for_teachers_print_what_the_panel_gives() {
        let text = include_str!("../../../../docs/teachers.md");
        for page in CoursePage::ALL {
            let lines = EMBEDDED.lines(page, true, decoded);
            assert!(text.contains(&format!("\n{lines}\n")), "docs/teachers.md must have, for {page:?},\n{lines}");
        }
    }
}
