//! A scene on a canvas, as the bytes of a PNG file. The same paths as in the SVG file, read by the browser.

use js_sys::Array;
use wasm_bindgen::JsValue;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, Path2d};

use super::scene::{Item, Layer, Scene, Side, TEXT_PX};
use super::svg::{FONT, hex};
use crate::draw::canvas::{Offscreen, context_of};

/// The file, so many pixels for each of the scene's; none where the browser gives no canvas of that size.
pub(super) fn png(scene: &Scene, scale: f64) -> Option<Vec<u8>> {
    let canvas = Offscreen::new()?.canvas;
    let (width, height) = size(scene, scale);
    canvas.set_width(width);
    canvas.set_height(height);
    let context = context_of(&canvas)?;
    context.scale(scale, scale).ok()?;
    context.set_fill_style_str(&hex(scene.ground));
    context.fill_rect(0.0, 0.0, scene.size.0, scene.size.1);
    let mut small = Offscreen::new()?;
    for layer in &scene.layers {
        context.save();
        paint(&context, layer, &mut small)?;
        context.restore();
    }
    bytes_of(&url(&canvas)?)
}

/// How many pixels a picture has.
pub(super) fn size(scene: &Scene, scale: f64) -> (u32, u32) {
    ((scene.size.0 * scale).round() as u32, (scene.size.1 * scale).round() as u32)
}

/// RGBA as the URL of a PNG file.
pub(super) fn data_url(small: &mut Offscreen, pixels: &[u8], columns: usize) -> String {
    small.put(pixels, columns);
    url(&small.canvas).unwrap_or_default()
}

fn url(canvas: &HtmlCanvasElement) -> Option<String> {
    canvas.to_data_url_with_type("image/png").ok()
}

/// What such a URL holds.
fn bytes_of(url: &str) -> Option<Vec<u8>> {
    let (_, base64) = url.split_once(',')?;
    let binary = web_sys::window()?.atob(base64).ok()?;
    // Each character is a byte. An empty canvas has none.
    let bytes: Vec<u8> = binary.chars().map(|c| c as u8).collect();
    (!bytes.is_empty()).then_some(bytes)
}

fn paint(context: &CanvasRenderingContext2d, layer: &Layer, small: &mut Offscreen) -> Option<()> {
    if let Some([left, top, width, height]) = layer.clip {
        context.begin_path();
        context.rect(left, top, width, height);
        context.clip();
    }
    for item in &layer.items {
        match item {
            Item::Path { d, fill, stroke } => {
                let path = Path2d::new_with_path_string(d).ok()?;
                if let Some((color, strength)) = fill {
                    context.set_fill_style_str(&color.css(*strength));
                    context.fill_with_path_2d(&path);
                }
                if let Some(stroke) = stroke {
                    let dash = stroke.dash.iter().flatten().map(|length| JsValue::from(*length)).collect::<Array>();
                    context.set_line_dash(&dash).ok()?;
                    context.set_line_join("round");
                    context.set_line_width(stroke.width);
                    context.set_stroke_style_str(&stroke.ink.0.css(stroke.ink.1));
                    context.stroke_with_path(&path);
                }
            }
            Item::Text { text, at, side, color, is_bold, is_turned } => {
                let weight = if *is_bold { "600 " } else { "" };
                context.set_font(&format!("{weight}{TEXT_PX}px {FONT}"));
                context.set_text_align(if *side == Side::Middle { "center" } else { side.word() });
                context.set_text_baseline("alphabetic");
                context.set_fill_style_str(&hex(*color));
                context.save();
                context.translate(at.0, at.1).ok()?;
                if *is_turned {
                    context.rotate(-std::f64::consts::FRAC_PI_2).ok()?;
                }
                context.fill_text(text, 0.0, 0.35 * TEXT_PX).ok()?;
                context.restore();
            }
            Item::Pixels { pixels, columns, place: [left, top, width, height], alpha } => {
                small.put(pixels, *columns);
                context.set_global_alpha(f64::from(*alpha));
                let canvas = &small.canvas;
                context.draw_image_with_html_canvas_element_and_dw_and_dh(canvas, *left, *top, *width, *height).ok()?;
                context.set_global_alpha(1.0);
            }
        }
    }
    Some(())
}
