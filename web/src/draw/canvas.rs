//! A canvas whose backing store has the screen's own pixels, and its drawing context.
//! Knows nothing of what is drawn.

use wasm_bindgen::{Clamped, JsCast};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};

/// A canvas ready to be drawn on, in device pixels.
#[derive(Clone, Debug)]
pub(crate) struct Surface {
    pub(crate) canvas: HtmlCanvasElement,
    pub(crate) context: CanvasRenderingContext2d,
    pub(crate) width: f64,
    pub(crate) height: f64,
    /// Device pixels per style-sheet pixel.
    pub(crate) scale: f64,
}

/// Finer than this nobody sees.
const MOST_SCALE: f64 = 3.0;

impl Surface {
    /// The canvas with its backing store fitted to its size on the page, or nothing while it is not shown.
    pub(crate) fn fit(canvas: HtmlCanvasElement) -> Option<Surface> {
        Surface::fit_coarsely(canvas, MOST_SCALE)
    }

    /// The same with at most so many pixels per style-sheet pixel and direction, for what would take too long to draw finely.
    pub(crate) fn fit_coarsely(canvas: HtmlCanvasElement, most_scale: f64) -> Option<Surface> {
        let scale = web_sys::window()?.device_pixel_ratio().clamp(1.0, most_scale.clamp(1.0, MOST_SCALE));
        let (width, height) = (f64::from(canvas.client_width()) * scale, f64::from(canvas.client_height()) * scale);
        if width < 1.0 || height < 1.0 {
            return None;
        }
        let (columns, rows) = (width.round() as u32, height.round() as u32);
        if canvas.width() != columns || canvas.height() != rows {
            canvas.set_width(columns);
            canvas.set_height(rows);
        }
        let context = context_of(&canvas)?;
        Some(Surface { canvas, context, width: f64::from(columns), height: f64::from(rows), scale })
    }

    /// Makes it transparent.
    pub(crate) fn clear(&self) {
        self.context.clear_rect(0.0, 0.0, self.width, self.height);
    }
}

/// The drawing context of a canvas.
pub(crate) fn context_of(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    canvas.get_context("2d").ok()??.dyn_into().ok()
}

/// A canvas that is not on the page: where a small picture is put before it is stretched.
#[derive(Debug)]
pub(crate) struct Offscreen {
    pub(crate) canvas: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
}

impl Offscreen {
    /// A new one.
    pub(crate) fn new() -> Option<Offscreen> {
        let canvas = web_sys::window()?.document()?.create_element("canvas").ok()?;
        let canvas: HtmlCanvasElement = canvas.dyn_into().ok()?;
        let context = context_of(&canvas)?;
        Some(Offscreen { canvas, context })
    }

    /// Holds the picture `pixels` (RGBA, `width` to a row) from now on.
    pub(crate) fn put(&self, pixels: &[u8], width: usize) {
        let height = pixels.len() / 4 / width.max(1);
        if height == 0 {
            return;
        }
        if self.canvas.width() != width as u32 || self.canvas.height() != height as u32 {
            self.canvas.set_width(width as u32);
            self.canvas.set_height(height as u32);
        }
        // Both fail only for sizes that do not fit the pixels, which they do.
        if let Ok(image) = ImageData::new_with_u8_clamped_array_and_sh(Clamped(pixels), width as u32, height as u32) {
            self.context.put_image_data(&image, 0.0, 0.0).ok();
        }
    }
}

/// A small canvas that is drawn on once and copied often.
#[derive(Debug)]
pub(crate) struct Stamp {
    pub(crate) canvas: HtmlCanvasElement,
    pub(crate) context: CanvasRenderingContext2d,
}

impl Stamp {
    /// An empty square one.
    pub(crate) fn new(side_px: f64) -> Option<Stamp> {
        let Offscreen { canvas, context } = Offscreen::new()?;
        canvas.set_width(side_px as u32);
        canvas.set_height(side_px as u32);
        Some(Stamp { canvas, context })
    }
}
