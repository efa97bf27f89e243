//! Pieces of lines, joined where they meet, so that a line is one path and not a thousand.

use std::collections::{HashMap, VecDeque};

use crate::draw::contour::Piece;

type Place = (f32, f32);

/// Ends that are nearer to each other than a 128th of a cell are the same: two cells compute them each in its own way.
const PARTS: f32 = 256.0;

fn key((x, y): Place) -> (i32, i32) {
    ((x * PARTS).round() as i32, (y * PARTS).round() as i32)
}

/// The lines that these pieces make, each from one end to the other or around; where more than two meet, any two are joined.
pub(super) fn joined(pieces: &[Piece]) -> Vec<Vec<Place>> {
    let ends: Vec<[Place; 2]> = pieces.iter().map(|[x1, y1, x2, y2]| [(*x1, *y1), (*x2, *y2)]).collect();
    let mut at: HashMap<(i32, i32), Vec<usize>> = HashMap::new();
    for (index, pair) in ends.iter().enumerate() {
        pair.iter().for_each(|end| at.entry(key(*end)).or_default().push(index));
    }
    let mut is_used = vec![false; ends.len()];
    // The other end of a piece that begins or ends here and is in no line yet.
    let next = |here: Place, is_used: &mut Vec<bool>| {
        let index = at.get(&key(here))?.iter().copied().find(|index| !is_used[*index])?;
        is_used[index] = true;
        let [one, other] = ends[index];
        Some(if key(one) == key(here) { other } else { one })
    };
    let mut lines = Vec::new();
    for index in 0..ends.len() {
        if std::mem::replace(&mut is_used[index], true) {
            continue;
        }
        let [mut first, mut last] = ends[index];
        let mut line = VecDeque::from([first, last]);
        while let Some(place) = next(last, &mut is_used) {
            line.push_back(place);
            last = place;
        }
        while let Some(place) = next(first, &mut is_used) {
            line.push_front(place);
            first = place;
        }
        lines.push(line.into());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::contour::zero_line;

    #[test]
    fn pieces_in_any_order_and_direction_become_one_line() {
        let pieces = [
            [2.0, 0.0, 1.0, 0.0],
            [3.0, 0.0, 4.0, 0.0],
            [0.0, 0.0, 1.0, 0.0],
            [2.0, 0.0, 3.001, 0.0],
            [9.0, 9.0, 8.0, 9.0],
        ];
        let lines = joined(&pieces);
        assert_eq!(lines.len(), 2);
        let xs: Vec<f32> = lines[0].iter().map(|place| place.0.round()).collect();
        assert!(xs == [0.0, 1.0, 2.0, 3.0, 4.0] || xs == [4.0, 3.0, 2.0, 1.0, 0.0], "{xs:?}");
        assert!(joined(&[]).is_empty());
    }

    #[test]
    fn a_circle_is_one_line_that_closes() {
        const SIDE: usize = 41;
        let place = |at: usize| (at % SIDE) as f32 - 20.3;
        let grid: Vec<f32> = (0..SIDE * SIDE).map(|at| 12.7 - place(at).hypot((at / SIDE) as f32 - 19.8)).collect();
        let mut pieces = Vec::new();
        zero_line(&grid, SIDE, &mut pieces);
        let lines = joined(&pieces);
        assert_eq!((lines.len(), lines[0].len()), (1, pieces.len() + 1));
        assert_eq!(key(lines[0][0]), key(lines[0][pieces.len()]));
    }
}
