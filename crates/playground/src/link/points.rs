//! Own points as text: base64url of a few bytes per point. Invariants: every finite point comes back exactly; reading makes no
//! more points than the text has bytes for.
//!
//! A point is a head byte, its position and its label. Bit 0 of the head: a test point. Bit 1: the position is two `f32`,
//! little-endian; else two zigzag varints of hundredths. Bit 2: the label is an `f32`; else bits 3 to 7 are the label's zigzag.

use crate::base64;
use crate::data::Point;
use crate::keys::MAX_POINTS;
use crate::problem::{Found, Problem, Rule};

const TEST: u8 = 1;
const EXACT_POSITION: u8 = 2;
const EXACT_LABEL: u8 = 4;

/// What three bytes of a varint can hold, zigzag included.
const FARTHEST: i32 = 1 << 20;

/// The points as text.
pub(super) fn write(points: &[Point]) -> String {
    let mut bytes = Vec::with_capacity(points.len() * 5);
    for point in points {
        let position = hundredths(point.x).zip(hundredths(point.y));
        let label = small(point.label);
        let head = if point.test { TEST } else { 0 }
            | if position.is_none() { EXACT_POSITION } else { 0 }
            | label.map_or(EXACT_LABEL, |label| label << 3);
        bytes.push(head);
        match position {
            Some((x, y)) => [x, y].into_iter().for_each(|number| push_varint(&mut bytes, zigzag(number))),
            None => [point.x, point.y].into_iter().for_each(|number| bytes.extend(number.to_le_bytes())),
        }
        if label.is_none() {
            bytes.extend(point.label.to_le_bytes());
        }
    }
    base64::encode(&bytes)
}

/// The points of a text.
///
/// # Errors
/// If it has a letter that does not belong, ends within a point, or has too many points.
pub(super) fn read(text: &str) -> Result<Vec<Point>, Problem> {
    let foreign = || Problem::new("points", Rule::Base64, format!("\"{text}\""));
    let bytes = base64::decode(text).ok_or_else(foreign)?;
    let mut rest = bytes.as_slice();
    let mut points = Vec::new();
    while !rest.is_empty() {
        if points.len() == MAX_POINTS {
            return Err(Problem::new("points", Rule::EntriesAtMost(MAX_POINTS), Found::More));
        }
        let cut = || Problem::new("points", Rule::Whole, Found::EndsWithinPoint(points.len() + 1));
        let point = take_point(&mut rest).ok_or_else(cut)?;
        points.push(point);
    }
    Ok(points)
}

/// The number of hundredths, if that is exactly the number.
fn hundredths(value: f32) -> Option<i32> {
    let n = (value * 100.0).round() as i32;
    ((-FARTHEST..FARTHEST).contains(&n) && (n as f32 / 100.0).to_bits() == value.to_bits()).then_some(n)
}

/// The zigzag of a label that is a small whole number.
fn small(label: f32) -> Option<u8> {
    let n = label as i32;
    ((-16..16).contains(&n) && (n as f32).to_bits() == label.to_bits()).then(|| zigzag(n) as u8)
}

fn zigzag(n: i32) -> u32 {
    ((n << 1) ^ (n >> 31)) as u32
}

fn unzigzag(n: u32) -> i32 {
    (n >> 1) as i32 ^ -((n & 1) as i32)
}

fn push_varint(bytes: &mut Vec<u8>, mut n: u32) {
    while n >= 0x80 {
        bytes.push(n as u8 | 0x80);
        n >>= 7;
    }
    bytes.push(n as u8);
}

fn take_point(rest: &mut &[u8]) -> Option<Point> {
    let head = take(rest)?;
    let [x, y] = if head & EXACT_POSITION != 0 {
        [take_f32(rest)?, take_f32(rest)?]
    } else {
        [take_varint(rest)?, take_varint(rest)?].map(|n| unzigzag(n) as f32 / 100.0)
    };
    let label = if head & EXACT_LABEL != 0 { take_f32(rest)? } else { unzigzag(u32::from(head >> 3)) as f32 };
    Some(Point { x, y, label, test: head & TEST != 0 })
}

fn take(rest: &mut &[u8]) -> Option<u8> {
    let (first, others) = rest.split_first()?;
    *rest = others;
    Some(*first)
}

fn take_f32(rest: &mut &[u8]) -> Option<f32> {
    let (bytes, others) = rest.split_first_chunk::<4>()?;
    *rest = others;
    Some(f32::from_le_bytes(*bytes))
}

fn take_varint(rest: &mut &[u8]) -> Option<u32> {
    let mut n = 0_u32;
    for shift in [0, 7, 14] {
        let byte = take(rest)?;
        n |= u32::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(n);
        }
    }
    // No position on the plane needs more than three bytes.
    None
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    fn same(a: &Point, b: &Point) -> bool {
        let bits = |point: &Point| [point.x, point.y, point.label].map(f32::to_bits);
        bits(a) == bits(b) && a.test == b.test
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn every_finite_point_comes_back_to_the_bit(
            numbers in vec((any::<f32>(), any::<f32>(), any::<f32>(), any::<bool>()), 0..20),
            clicks in vec((-600..=600, -600..=600, -17..17, any::<bool>()), 0..20),
        ) {
            let exact = numbers.into_iter().map(|(x, y, label, test)| Point { x, y, label, test });
            let clicked = clicks.into_iter().map(|(x, y, label, test): (i32, i32, i32, bool)| {
                Point { x: x as f32 / 100.0, y: y as f32 / 100.0, label: label as f32, test }
            });
            let points: Vec<Point> = exact.chain(clicked).collect();
            let read = read(&write(&points)).unwrap();
            prop_assert_eq!(read.len(), points.len());
            prop_assert!(read.iter().zip(&points).all(|(a, b)| same(a, b)));
        }

        #[test]
        fn any_text_is_points_or_refused(text in ".{0,60}", letters in "[A-Za-z0-9_-]{0,60}") {
            for text in [text, letters] {
                if let Ok(points) = read(&text) {
                    prop_assert!(points.len() <= text.len());
                }
            }
        }
    }

    #[test]
    fn a_clicked_point_takes_less_than_seven_letters() {
        let clicks: Vec<Point> = (0..1100)
            .map(|n| Point { x: (n % 1200 - 600) as f32 / 100.0, y: 5.99, label: (n % 2 + 1) as f32, test: n % 7 == 0 })
            .collect();
        let text = write(&clicks);
        assert!(text.len() < 7 * clicks.len(), "{}", text.len());
        assert_eq!(read(&text), Ok(clicks));
    }

    #[test]
    fn more_points_than_there_may_be_are_refused() {
        let points = vec![Point { x: 0.0, y: 0.0, label: 1.0, test: false }; MAX_POINTS + 1];
        assert!(read(&write(&points[1..])).is_ok());
        assert_eq!(read(&write(&points)).unwrap_err().to_string(), "points must have at most 5000 entries, got more");
    }

    #[test]
    fn zigzag_is_its_own_way_back() {
        for n in [0, -1, 1, 600, -600, i32::MAX, i32::MIN] {
            assert_eq!(unzigzag(zigzag(n)), n);
        }
    }
}
