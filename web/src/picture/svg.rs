//! A scene as an SVG file: well-formed XML with a title and a description, without styles, ids and anything from elsewhere. Fonts are
//! generic families, so that any program has them.

use super::scene::{Ink, Item, Layer, Scene, Side, Stroke, TEXT_PX, px};

/// The families of all texts.
pub(super) const FONT: &str = "system-ui, sans-serif";

/// The file; `png` makes a data URL of RGBA with so many pixels to a row.
pub(super) fn write(scene: &Scene, png: &mut dyn FnMut(&[u8], usize) -> String) -> String {
    let (width, height) = (px(scene.size.0), px(scene.size.1));
    let ground = hex(scene.ground);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         role=\"img\" xml:lang=\"{0}\" lang=\"{0}\" font-family=\"{FONT}\" font-size=\"{TEXT_PX}\">\n\
         <title>{1}</title>\n<desc>{2}</desc>\n<rect width=\"{width}\" height=\"{height}\" fill=\"{ground}\"/>\n",
        scene.language,
        escaped(&scene.title),
        escaped(&scene.about)
    );
    for Layer { name, clip, items } in &scene.layers {
        // A drawing within the drawing cuts off what is beyond it, and needs no id.
        out += &match clip.map(|place| place.map(px)) {
            None => format!("<g class=\"{name}\">\n"),
            Some([x, y, w, h]) => format!(
                "<svg class=\"{name}\" x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" viewBox=\"{x} {y} {w} {h}\">\n"
            ),
        };
        for item in items {
            out += &element(item, png);
            out.push('\n');
        }
        out += if clip.is_some() { "</svg>\n" } else { "</g>\n" };
    }
    out + "</svg>\n"
}

fn element(item: &Item, png: &mut dyn FnMut(&[u8], usize) -> String) -> String {
    match item {
        Item::Path { d, fill, stroke } => {
            format!("<path d=\"{d}\"{}{}/>", painted("fill", *fill), stroke.map_or_else(String::new, stroked))
        }
        Item::Text { text, at: (x, y), side, color, is_bold, is_turned } => {
            let (x, y) = (px(*x), px(*y));
            let turn = if *is_turned { format!(" transform=\"rotate(-90 {x} {y})\"") } else { String::new() };
            let anchor = if *side == Side::Start { String::new() } else { format!(" text-anchor=\"{}\"", side.word()) };
            let weight = if *is_bold { " font-weight=\"600\"" } else { "" };
            // Programs know this older way to stand around a height; few know “central”.
            let fill = hex(*color);
            format!(
                "<text x=\"{x}\" y=\"{y}\" dy=\".35em\"{anchor}{weight}{turn} fill=\"{fill}\">{}</text>",
                escaped(text)
            )
        }
        Item::Pixels { pixels, columns, place, alpha } => {
            let [x, y, w, h] = place.map(px);
            let href = png(pixels, *columns);
            let opacity = if *alpha < 1.0 { format!(" opacity=\"{}\"", px(f64::from(*alpha))) } else { String::new() };
            format!(
                "<image x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" preserveAspectRatio=\"none\"{opacity} href=\"{href}\"/>"
            )
        }
    }
}

fn stroked(Stroke { ink, width, dash }: Stroke) -> String {
    let dash =
        dash.map_or_else(String::new, |[stroke, gap]| format!(" stroke-dasharray=\"{} {}\"", px(stroke), px(gap)));
    format!("{} stroke-width=\"{}\" stroke-linejoin=\"round\"{dash}", painted("stroke", Some(ink)), px(width))
}

fn painted(what: &str, ink: Option<Ink>) -> String {
    match ink {
        None => format!(" {what}=\"none\""),
        Some((color, strength)) if strength < 1.0 => {
            format!(" {what}=\"{}\" {what}-opacity=\"{}\"", hex(color), px(f64::from(strength)))
        }
        Some((color, _)) => format!(" {what}=\"{}\"", hex(color)),
    }
}

/// A colour as every program reads it.
pub(super) fn hex(color: crate::draw::color::Rgb) -> String {
    format!("#{:02x}{:02x}{:02x}", color.0, color.1, color.2)
}

/// A text within XML, which has no place for control characters at all.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            c if c < ' ' || matches!(c, '\u{7f}' | '\u{fffe}' | '\u{ffff}') => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::color::Rgb;

    #[test]
    fn whatever_a_name_is_the_file_is_well_formed() {
        let mut layer = Layer::clipped("points", [1.0, 2.0, 3.0, 4.0]);
        layer.text("<a href=\"x\">&\u{1}\u{ffff} 猫", (1.0, 2.0), Side::End, Rgb(1, 2, 255));
        layer.stroke("M0 0L1 1".into(), (Rgb(0, 0, 0), 0.5), 2.0);
        let place = [0.0, 0.0, 2.0, 2.0];
        layer.items.push(Item::Pixels { pixels: vec![0; 16], columns: 2, place, alpha: 1.0 });
        let scene = Scene {
            size: (10.0, 20.0),
            language: "zh-Hans",
            title: "1 < 2".into(),
            about: "图".into(),
            ground: Rgb(255, 255, 255),
            layers: vec![layer],
        };
        let text = write(&scene, &mut |pixels, columns| format!("data:{}/{columns}", pixels.len()));
        assert!(text.contains(">&lt;a href=\"x\"&gt;&amp;   猫</text>"), "{text}");
        assert!(
            text.contains("text-anchor=\"end\" fill=\"#0102ff\"") && text.contains("xml:lang=\"zh-Hans\""),
            "{text}"
        );
        assert!(
            text.contains("stroke=\"#000000\" stroke-opacity=\"0.5\" stroke-width=\"2\"") && text.contains("data:16/2")
        );
        assert_eq!(text.matches("<svg ").count(), text.matches("</svg>").count());
    }
}
