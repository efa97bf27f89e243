//! A canvas whose backing store has the screen's own pixels, and its drawing context.
//! Knows nothing of what is drawn.

use js_sys::Uint8ClampedArray;
use wasm_bindgen::JsCast;
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

/// Pixels on the browser's side, kept from one picture to the next, so that a running page makes no garbage.
#[derive(Debug, Default)]
pub(crate) struct Plate {
    size: (u32, u32),
    image: Option<(Uint8ClampedArray, ImageData)>,
}

impl Plate {
    /// Replaces all pixels from the canvas's upper left corner on by `pixels` (RGBA, `width` to a row).
    pub(crate) fn put(&mut self, context: &CanvasRenderingContext2d, (pixels, width): (&[u8], usize)) {
        let size = (width as u32, (pixels.len() / 4 / width.max(1)) as u32);
        if size != self.size {
            let array = Uint8ClampedArray::new_with_length(pixels.len() as u32);
            let image = ImageData::new_with_js_u8_clamped_array_and_sh(&array, size.0, size.1);
            // Fails for a picture without pixels only, and there is nothing to be put then.
            (self.size, self.image) = (size, image.ok().map(|image| (array, image)));
        }
        if let Some((array, image)) = &self.image {
            array.copy_from(pixels);
            // Fails for places that are no numbers only.
            context.put_image_data(image, 0.0, 0.0).ok();
        }
    }
}

/// A canvas that is not on the page: where a small picture is put before it is stretched.
#[derive(Debug)]
pub(crate) struct Offscreen {
    pub(crate) canvas: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
    plate: Plate,
}

impl Offscreen {
    /// A new one.
    pub(crate) fn new() -> Option<Offscreen> {
        let canvas = web_sys::window()?.document()?.create_element("canvas").ok()?;
        let canvas: HtmlCanvasElement = canvas.dyn_into().ok()?;
        let context = context_of(&canvas)?;
        Some(Offscreen { canvas, context, plate: Plate::default() })
    }

    /// Holds the picture `pixels` (RGBA, `width` to a row) from now on.
    pub(crate) fn put(&mut self, pixels: &[u8], width: usize) {
        let height = pixels.len() / 4 / width.max(1);
        if height == 0 {
            return;
        }
        if self.canvas.width() != width as u32 || self.canvas.height() != height as u32 {
            self.canvas.set_width(width as u32);
            self.canvas.set_height(height as u32);
        }
        self.plate.put(&self.context, (pixels, width));
    }
}
