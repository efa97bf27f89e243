//! Pixels that are drawn on by arithmetic and then handed to a canvas at once. A canvas takes a call for each stroke and each copy, of
//! which thousands hold the page up; here each costs its pixels only. Knows coverage and ink; neither canvas nor what is drawn.

use super::color::Rgb;

/// A colour with its opacity, premultiplied, 8 bits each, red lowest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ink(u32);

/// Every other channel, so that two are multiplied at once.
const EVEN: u32 = 0x00ff_00ff;
const HALF: u32 = 0x0080_0080;

impl Ink {
    pub(crate) const NONE: Ink = Ink(0);

    /// `color` with an opacity from 0 to 1.
    pub(crate) fn new(color: Rgb, opacity: f32) -> Ink {
        Ink(u32::from_le_bytes([color.0, color.1, color.2, 255])).scaled(opacity)
    }

    /// So much of it, from 0 to 1.
    pub(crate) fn scaled(self, by: f32) -> Ink {
        self.parts((by * 256.0 + 0.5) as u32)
    }

    /// So many 256th of it.
    fn parts(self, n: u32) -> Ink {
        let even = ((self.0 & EVEN) * n + HALF) >> 8 & EVEN;
        let odd = ((self.0 >> 8 & EVEN) * n + HALF) & !EVEN;
        Ink(even | odd)
    }

    /// The same, not premultiplied.
    fn straight(self) -> u32 {
        let opacity = self.0 >> 24;
        // Most pixels of a sheet are empty, and most others full.
        if opacity == 0 || opacity == 255 {
            return self.0;
        }
        let [red, green, blue, alpha] = self.0.to_le_bytes();
        let of = |channel: u8| ((u32::from(channel) * 255 + opacity / 2) / opacity).min(255) as u8;
        u32::from_le_bytes([of(red), of(green), of(blue), alpha])
    }

    /// This ink over another. No channel overflows: what is left of the other one is at most what this one leaves free.
    pub(crate) fn over(self, under: Ink) -> Ink {
        let opacity = self.0 >> 24;
        Ink(self.0 + under.parts(256 - opacity - (opacity >> 7)).0)
    }
}

/// A small picture to be put down in many places.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Stamp {
    pub(crate) side: usize,
    /// Row by row.
    pub(crate) pixels: Vec<Ink>,
}

/// Where a way crosses one column of pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Crossing {
    pub(crate) column: usize,
    /// How much of the column's width it takes, from 0 to 1.
    pub(crate) share: f32,
    /// How far it has risen in the middle of it, from 0 to 1.
    pub(crate) rise: f32,
    /// How much it rises per pixel there.
    pub(crate) steepness: f32,
}

/// A picture, transparent at first.
#[derive(Debug, Default)]
pub(crate) struct Sheet {
    width: usize,
    pixels: Vec<Ink>,
    bytes: Vec<u8>,
}

impl Sheet {
    /// Becomes transparent, and this large.
    pub(crate) fn clear(&mut self, width: usize, height: usize) {
        self.width = width;
        self.pixels.clear();
        self.pixels.resize(width * height, Ink::NONE);
    }

    /// Whether a square of this side with its upper left corner at a pixel lies outside.
    pub(crate) fn misses(&self, left: i32, top: i32, side: i32) -> bool {
        let height = (self.pixels.len() / self.width.max(1)) as i32;
        left + side <= 0 || top + side <= 0 || left >= self.width as i32 || top >= height
    }

    /// Puts a stamp with its upper left corner at a pixel, which may lie outside.
    pub(crate) fn put(&mut self, stamp: &Stamp, (left, top): (i32, i32)) {
        let side = stamp.side as i32;
        let within = |at: i32| at.clamp(0, self.width as i32) as usize;
        let columns = within(left)..within(left + side);
        for (row, line) in stamp.pixels.chunks_exact(stamp.side).enumerate() {
            let Ok(y) = usize::try_from(top + row as i32) else { continue };
            let Some(pixels) = self.pixels.get_mut(y * self.width..(y + 1) * self.width) else { continue };
            let skipped = (-left).clamp(0, side) as usize;
            for (pixel, ink) in pixels[columns.clone()].iter_mut().zip(&line[skipped..]) {
                // Most of a stamp's corners are empty.
                if *ink != Ink::NONE {
                    *pixel = ink.over(*pixel);
                }
            }
        }
    }

    /// Draws a ribbon from height `from` to height `to` along `way`, `2 · half_width` wide across its direction.
    /// A pixel's coverage is the area of it that lies within, taking the ribbon as straight over one column.
    pub(crate) fn ribbon(&mut self, way: &[Crossing], (from, to): (f32, f32), half_width: f32, ink: Ink) {
        let n_rows = self.pixels.len() / self.width.max(1);
        for crossing in way.iter().filter(|crossing| crossing.column < self.width) {
            let middle = from + crossing.rise * (to - from);
            let slope = (crossing.steepness * (to - from)).abs();
            let half = half_width * (1.0 + slope * slope).sqrt();
            // Within one column its rim runs over so many rows.
            let ramp = slope.max(1.0);
            let reach = half + ramp / 2.0;
            let most = (2.0 * half / ramp).min(1.0);
            let rows = (middle - reach).max(0.0) as usize..((middle + reach).max(0.0) as usize + 1).min(n_rows);
            for row in rows {
                let coverage = ((reach - (row as f32 + 0.5 - middle).abs()) / ramp).clamp(0.0, most);
                if let Some(pixel) = self.pixels.get_mut(row * self.width + crossing.column) {
                    *pixel = ink.scaled(coverage * crossing.share).over(*pixel);
                }
            }
        }
    }

    /// The pixels as a canvas takes them, RGBA that is not premultiplied, and how many stand in a row.
    pub(crate) fn developed(&mut self) -> (&[u8], usize) {
        self.bytes.resize(4 * self.pixels.len(), 0);
        for (bytes, ink) in self.bytes.chunks_exact_mut(4).zip(&self.pixels) {
            bytes.copy_from_slice(&ink.straight().to_le_bytes());
        }
        (&self.bytes, self.width)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RED: Rgb = Rgb(200, 10, 0);

    fn alphas(sheet: &mut Sheet) -> Vec<f32> {
        sheet.developed().0.chunks_exact(4).map(|pixel| f32::from(pixel[3]) / 255.0).collect()
    }

    fn way(n_columns: usize, steepness: f32) -> Vec<Crossing> {
        let at = |column: usize| (column as f32 + 0.5) * steepness;
        (0..n_columns).map(|column| Crossing { column, share: 1.0, rise: at(column), steepness }).collect()
    }

    #[test]
    fn ink_over_ink_mixes_and_never_overflows() {
        let (white, black) = (Rgb(255, 255, 255), Rgb(0, 0, 0));
        for opacity in 0..=255u8 {
            let ink = Ink::new(white, f32::from(opacity) / 255.0);
            assert_eq!(ink.over(Ink::new(white, 1.0)).0, u32::MAX, "{opacity}");
            let [grey, .., alpha] = ink.over(Ink::new(black, 1.0)).0.to_le_bytes();
            assert_eq!(alpha, 255);
            assert!(grey.abs_diff(opacity) <= 1, "{opacity} {grey}");
        }
    }

    #[test]
    fn a_ribbon_has_its_area_at_any_slope_and_width() {
        for width in [0.5, 1.0, 2.5, 6.0] {
            for rows in [0.0, 7.0, 60.0, 300.0] {
                let mut sheet = Sheet::default();
                sheet.clear(40, 400);
                sheet.ribbon(&way(40, 1.0 / 40.0), (20.3, 20.3 + rows), width / 2.0, Ink::new(RED, 1.0));
                let area: f32 = alphas(&mut sheet).iter().sum();
                let wanted = width * 40.0f32.hypot(rows);
                assert!((area / wanted - 1.0).abs() < 0.03, "{width} over {rows}: {area}, not {wanted}");
            }
        }
    }

    #[test]
    fn a_level_ribbon_covers_whole_pixels_and_keeps_its_colour() {
        let mut sheet = Sheet::default();
        sheet.clear(3, 5);
        sheet.ribbon(&way(3, 0.0), (2.5, 2.5), 1.0, Ink::new(RED, 0.5));
        let (bytes, width) = sheet.developed();
        assert_eq!(width, 3);
        let of = |row: usize| &bytes[4 * 3 * row..][..4];
        assert_eq!([of(0)[3], of(4)[3]], [0, 0]);
        assert!(of(2)[3].abs_diff(128) <= 1 && of(1)[3].abs_diff(64) <= 1 && of(3)[3].abs_diff(64) <= 1);
        assert!(of(2)[0].abs_diff(200) <= 2 && of(2)[1].abs_diff(10) <= 2);
    }

    #[test]
    fn a_stamp_is_put_over_what_is_there_and_cut_off_at_the_rim() {
        let stamp = Stamp { side: 2, pixels: vec![Ink::new(RED, 1.0); 4] };
        for (place, n_covered) in [((0, 0), 4), ((-1, -1), 1), ((2, 1), 2), ((-2, 0), 0), ((0, 9), 0)] {
            let mut sheet = Sheet::default();
            sheet.clear(3, 3);
            sheet.put(&stamp, place);
            assert_eq!(alphas(&mut sheet).iter().sum::<f32>(), n_covered as f32, "{place:?}");
        }
    }

    #[test]
    fn a_ribbon_outside_of_the_sheet_does_no_harm() {
        let mut sheet = Sheet::default();
        sheet.clear(4, 4);
        for (from, to) in [(-50.0, -20.0), (90.0, 70.0), (f32::NAN, 1.0)] {
            sheet.ribbon(&way(6, 0.2), (from, to), 1.0, Ink::new(RED, 1.0));
        }
        sheet.ribbon(&way(6, 0.0)[4..], (2.0, 2.0), 1.0, Ink::new(RED, 1.0));
        assert_eq!(alphas(&mut sheet).iter().sum::<f32>(), 0.0);
    }
}
