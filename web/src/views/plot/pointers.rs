//! Which pointer the plot obeys. One at a time: a second finger takes back what the first began, a pen goes before the hand that holds
//! it, and what is held ends with the button, however its end was lost. Knows no plane and no element.

/// What points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Mouse,
    Pen,
    Finger,
}

/// What a pointer does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// A press; whether it is the main button's, alone.
    Down {
        is_main: bool,
    },
    /// A move; whether the main button is down.
    To {
        is_down: bool,
    },
    Up,
    /// The browser has taken the pointer for something else.
    Cancel,
    /// The pointer has left the plot.
    Leave,
    /// The plot has lost it, as after each release; it may still be there.
    Uncaptured,
}

/// What it means on the plot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heard {
    Nothing,
    Down,
    To,
    Up,
    /// What is held stays where it is.
    Released,
    /// What is held goes back to where it came from.
    Lost,
}

/// For so long after a pen, fingers are the hand that holds it.
const PALM_MS: f64 = 700.0;

/// The pointers on the plot.
#[derive(Debug, Default)]
pub(super) struct Pointers {
    /// The pointer that holds something, or may.
    active: Option<(i32, Kind)>,
    /// The fingers that are down.
    fingers: Vec<i32>,
    /// When a pen was last here.
    pen_ms: Option<f64>,
}

impl Pointers {
    /// What a pointer means.
    pub(super) fn hear(&mut self, id: i32, kind: Kind, phase: Phase, now_ms: f64) -> Heard {
        if kind == Kind::Pen {
            self.pen_ms = Some(now_ms);
        }
        let is_active = self.active.is_some_and(|(active, _)| active == id);
        match phase {
            Phase::Down { is_main } => self.down(id, kind, is_main, now_ms),
            Phase::To { is_down: true } if is_active => Heard::To,
            Phase::To { is_down: false } if is_active => self.end(Heard::Released),
            // A pointer that hovers.
            Phase::To { is_down } if self.active.is_none() && !is_down && kind != Kind::Finger => Heard::To,
            Phase::To { .. } => Heard::Nothing,
            Phase::Up | Phase::Cancel => {
                self.fingers.retain(|finger| *finger != id);
                match (is_active, phase) {
                    (true, Phase::Up) => self.end(Heard::Up),
                    (true, _) => self.end(Heard::Lost),
                    (false, _) => Heard::Nothing,
                }
            }
            Phase::Leave if is_active || self.active.is_none() => self.end(Heard::Released),
            Phase::Uncaptured if is_active => self.end(Heard::Released),
            Phase::Leave | Phase::Uncaptured => Heard::Nothing,
        }
    }

    /// Whether a finger is down.
    pub(super) fn has_finger(&self) -> bool {
        !self.fingers.is_empty()
    }

    /// The window is left, or a menu opens: nothing is held any more.
    pub(super) fn release(&mut self) -> Heard {
        self.fingers.clear();
        self.end(Heard::Released)
    }

    fn down(&mut self, id: i32, kind: Kind, is_main: bool, now_ms: f64) -> Heard {
        let is_palm = kind == Kind::Finger && self.pen_ms.is_some_and(|pen_ms| now_ms - pen_ms < PALM_MS);
        if kind == Kind::Finger {
            self.fingers.push(id);
            if self.fingers.len() > 1 {
                // Two fingers zoom or scroll the page.
                let had_finger = self.active.is_some_and(|(_, kind)| kind == Kind::Finger);
                return if had_finger { self.end(Heard::Lost) } else { Heard::Nothing };
            }
        }
        let is_taken = match self.active {
            // The end of a mouse's last press was lost.
            Some((_, Kind::Mouse)) => kind == Kind::Finger,
            Some((_, Kind::Finger)) => kind != Kind::Pen,
            Some((_, Kind::Pen)) => kind != Kind::Pen,
            None => false,
        };
        if is_palm || !is_main || is_taken {
            return Heard::Nothing;
        }
        self.active = Some((id, kind));
        Heard::Down
    }

    fn end(&mut self, heard: Heard) -> Heard {
        self.active = None;
        heard
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOUSE: (i32, Kind) = (1, Kind::Mouse);
    const PEN: (i32, Kind) = (2, Kind::Pen);
    const FIRST: (i32, Kind) = (3, Kind::Finger);
    const SECOND: (i32, Kind) = (4, Kind::Finger);
    const DOWN: Phase = Phase::Down { is_main: true };
    const DRAG: Phase = Phase::To { is_down: true };
    const HOVER: Phase = Phase::To { is_down: false };

    /// What is heard of these, one after the other, 10 ms apart.
    fn heard(events: &[((i32, Kind), Phase)]) -> Vec<Heard> {
        let mut pointers = Pointers::default();
        let hear = |(idx, ((id, kind), phase)): (usize, &((i32, Kind), Phase))| {
            pointers.hear(*id, *kind, *phase, 10.0 * idx as f64)
        };
        events.iter().enumerate().map(hear).collect()
    }

    #[test]
    fn a_press_a_drag_and_a_release_are_heard() {
        for pointer in [MOUSE, PEN, FIRST] {
            let events =
                [(pointer, DOWN), (pointer, DRAG), (pointer, Phase::Up), (pointer, DOWN), (pointer, Phase::Cancel)];
            assert_eq!(heard(&events), [Heard::Down, Heard::To, Heard::Up, Heard::Down, Heard::Lost]);
        }
    }

    #[test]
    fn what_is_held_ends_when_no_button_is_down_however_the_release_was_lost() {
        let events = [(MOUSE, DOWN), (MOUSE, DRAG), (MOUSE, HOVER), (MOUSE, HOVER), (MOUSE, DOWN), (MOUSE, DOWN)];
        use Heard::{Down, Released, To};
        assert_eq!(heard(&events), [Down, To, Released, To, Down, Down]);
        assert_eq!(heard(&[(MOUSE, DOWN), (MOUSE, Phase::Leave), (MOUSE, HOVER)]), [Down, Released, To]);
        let mut pointers = Pointers::default();
        pointers.hear(1, Kind::Mouse, DOWN, 0.0);
        assert_eq!(pointers.release(), Released);
        assert_eq!(pointers.hear(1, Kind::Mouse, DRAG, 1.0), Heard::Nothing, "a press that ended does not go on");
    }

    #[test]
    fn only_the_main_button_alone_presses() {
        let other = Phase::Down { is_main: false };
        assert_eq!(heard(&[(MOUSE, other), (MOUSE, DRAG), (MOUSE, Phase::Up)]), [Heard::Nothing; 3]);
    }

    #[test]
    fn two_fingers_do_nothing_to_the_plot_until_both_are_away() {
        let events =
            [(FIRST, DOWN), (SECOND, DOWN), (FIRST, DRAG), (FIRST, Phase::Up), (SECOND, DRAG), (SECOND, Phase::Up)];
        let nothing = Heard::Nothing;
        assert_eq!(heard(&events), [Heard::Down, Heard::Lost, nothing, nothing, nothing, nothing]);
        let mut again = events.to_vec();
        again.extend([(FIRST, DOWN), (FIRST, Phase::Up)]);
        assert_eq!(heard(&again)[6..], [Heard::Down, Heard::Up]);
    }

    #[test]
    fn the_hand_beside_a_pen_does_nothing() {
        use Heard::{Down, Nothing, To, Up};
        let during = [(PEN, DOWN), (FIRST, DOWN), (FIRST, DRAG), (PEN, DRAG), (PEN, Phase::Up), (FIRST, Phase::Up)];
        assert_eq!(heard(&during), [Down, Nothing, Nothing, To, Up, Nothing]);
        let before = [(FIRST, DOWN), (PEN, DOWN), (FIRST, Phase::Up), (PEN, DRAG), (PEN, Phase::Up)];
        assert_eq!(heard(&before), [Down, Down, Nothing, To, Up]);
        let after = [(PEN, HOVER), (FIRST, DOWN), (FIRST, Phase::Up)];
        assert_eq!(heard(&after), [To, Nothing, Nothing]);
        let mut pointers = Pointers::default();
        pointers.hear(2, Kind::Pen, HOVER, 0.0);
        assert_eq!(pointers.hear(3, Kind::Finger, DOWN, 2.0 * PALM_MS), Down, "later it is a finger again");
    }
}
