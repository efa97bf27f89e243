//! The history of the losses, bounded however long the run: when it is full, every other entry
//! goes and new ones come half as often. Where measuring the losses is costly, entries are no closer than can be seen.

use crate::query::{Change, CurvePart, CurvePoint, Mark, PreviousRun};

/// Entries kept at most.
pub(crate) const CAPACITY: usize = 2000;

/// Marks that are kept at most.
const MOST_MARKS: usize = 60;

/// Entries of the run before this one that are kept at most.
const MOST_OF_PREVIOUS: usize = 400;

/// The key of a change of weights.
pub(super) const WEIGHTS: &str = "weights";

/// Where these differ, losses of two runs are not of the same kind.
const INCOMPARABLE: [&str; 5] = ["task", "classes", "loss", "formula", "axisNames"];

/// Multiply-adds of a measurement above which not every epoch has one.
const COSTLY: usize = 4_000_000;

/// Then the entries of a run are apart by this part of it at most: a few pixels where all of it is drawn.
const PARTS: u64 = 128;

/// Epochs between two entries about this one, where a measurement takes `cost` multiply-adds.
fn spacing(epoch: u64, cost: usize) -> u64 {
    let longest = if cost > COSTLY { (epoch / PARTS).max(1) } else { 1 };
    1 << longest.ilog2()
}

/// The losses along a run.
#[derive(Debug)]
pub(crate) struct Curve {
    points: Vec<CurvePoint>,
    /// Epochs between two entries.
    stride: u64,
    /// Changes whenever entries that were given out are no longer what they were.
    id: u32,
    /// What changed along the run.
    marks: Vec<Mark>,
    /// The gesture of the present command.
    gesture: Option<u32>,
    /// The last gesture that left a mark, and how many marks there were before.
    marked_by: Option<(u32, usize)>,
    previous: Option<PreviousRun>,
}

impl Default for Curve {
    fn default() -> Curve {
        Curve {
            points: Vec::new(),
            stride: 1,
            id: 0,
            marks: Vec::new(),
            gesture: None,
            marked_by: None,
            previous: None,
        }
    }
}

impl Curve {
    /// All entries.
    pub(crate) fn points(&self) -> &[CurvePoint] {
        &self.points
    }

    /// What changed along the run.
    pub(super) fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// Another run begins. A run that was trained is kept as the one before it, unless its own losses are of several kinds.
    pub(super) fn restart(&mut self) {
        let end = self.points.last().map_or(0, |last| last.step);
        let is_mixed = self.marks.iter().any(|mark| (1..end).contains(&mark.step) && mark.change.is_of_another_loss());
        let last_changes = self.marks.drain(..).filter(|mark| mark.step >= end).map(|mark| mark.change);
        if end > 0 {
            let every = self.points.len().div_ceil(MOST_OF_PREVIOUS);
            let last = self.points.len() - 1;
            let kept = self.points.iter().enumerate().filter(|(idx, _)| idx.is_multiple_of(every) || *idx == last);
            let losses = |(_, entry): (usize, &CurvePoint)| CurvePoint {
                step: entry.step,
                epoch: entry.epoch,
                train: entry.train,
                test: entry.test,
                ..CurvePoint::default()
            };
            let entries = kept.map(losses).collect();
            self.previous = Some(PreviousRun { entries, differs: last_changes.collect() }).filter(|_| !is_mixed);
        } else if let Some(previous) = &mut self.previous {
            last_changes.for_each(|change| join(&mut previous.differs, change));
        }
        (self.marked_by, self.stride) = (None, 1);
        self.points.clear();
        self.id = self.id.wrapping_add(1);
    }

    /// An id that no entry of this curve was given out under.
    pub(super) fn next_id(&self) -> u32 {
        self.id.wrapping_add(1)
    }

    /// Gives out the entries as those of another curve.
    pub(super) fn set_id(&mut self, id: u32) {
        self.id = id;
    }

    /// Replaces the entries by those of a run whose measurements take `cost` multiply-adds each, and which has these `marks`.
    pub(super) fn replace(&mut self, id: u32, mut points: Vec<CurvePoint>, marks: Vec<Mark>, cost: usize) {
        points.truncate(CAPACITY);
        let stride = |pair: &[CurvePoint]| {
            let gap = pair[1].epoch.saturating_sub(pair[0].epoch);
            if gap > spacing(pair[1].epoch, cost) { gap } else { 1 }
        };
        self.stride = points.windows(2).last().map_or(1, stride);
        (self.id, self.points, self.marks) = (id, points, marks);
        (self.marked_by, self.previous) = (None, None);
    }

    /// What changes from here on is part of this gesture, or of none.
    pub(super) fn begin_change(&mut self, gesture: Option<u32>) {
        self.gesture = gesture;
    }

    /// From this step on the run is another one. What a gesture changes many times has one mark, where it began.
    pub(super) fn mark(&mut self, step: u64, changes: Vec<Change>) {
        let same_gesture = self.marked_by.filter(|(gesture, _)| Some(*gesture) == self.gesture);
        let first_of_gesture = same_gesture.map_or(self.marks.len(), |(_, first)| first);
        if !changes.is_empty() {
            self.marked_by = self.gesture.map(|gesture| (gesture, first_of_gesture));
        }
        for change in changes {
            let is_joined = |(idx, mark): &(usize, &Mark)| {
                (*idx >= first_of_gesture || mark.step == step) && mark.change.key == change.key
            };
            match self.marks.iter().enumerate().rev().find(is_joined) {
                Some((idx, _)) if self.marks[idx].change.reverts(&change) => drop(self.marks.remove(idx)),
                Some((idx, _)) => self.marks[idx].change.to = change.to,
                None => self.marks.push(Mark { step, change }),
            }
        }
        let n_old = self.marks.len().saturating_sub(MOST_MARKS);
        self.marks.drain(..n_old);
        self.marked_by = self.marked_by.map(|(gesture, first)| (gesture, first.saturating_sub(n_old)));
    }

    /// Whether the end of this epoch is to be recorded, where a measurement takes `cost` multiply-adds.
    pub(super) fn is_due(&self, epoch: u64, cost: usize) -> bool {
        epoch.is_multiple_of(self.stride.max(spacing(epoch, cost)))
    }

    pub(super) fn push(&mut self, entry: CurvePoint) {
        if self.points.last().is_some_and(|last| last.step >= entry.step) {
            return;
        }
        if self.points.len() == CAPACITY {
            self.thin();
        }
        self.points.push(entry);
    }

    /// Makes room. Entries within an epoch, which single steps leave, go first where they are many, so that those at the ends of
    /// epochs are the same however training was called.
    fn thin(&mut self) {
        let is_end = |at: usize, stride: u64| {
            let epoch = self.points[at].epoch;
            epoch.is_multiple_of(stride) && (at == 0 || epoch > self.points[at - 1].epoch)
        };
        let n_ends = (0..self.points.len()).filter(|at| is_end(*at, self.stride)).count();
        let are_many = self.points.len() - n_ends >= CAPACITY / 4;
        let mut n_within = 0;
        let stays = |at: usize| {
            let is_within = !is_end(at, self.stride);
            n_within += usize::from(is_within);
            if are_many { !is_within || n_within % 2 == 0 } else { is_within || is_end(at, 2 * self.stride) }
        };
        let stay: Vec<bool> = (0..self.points.len()).map(stays).collect();
        let mut stay = stay.into_iter();
        self.points.retain(|_| stay.next().unwrap_or(true));
        if !are_many {
            self.stride *= 2;
        }
        self.id = self.id.wrapping_add(1);
    }

    /// Forgets what came after `step`.
    pub(super) fn go_back(&mut self, step: u64) {
        if self.points.last().is_some_and(|last| last.step > step) {
            self.points.retain(|point| point.step <= step);
            self.id = self.id.wrapping_add(1);
        }
    }

    /// The entries from number `from` of curve `id` on; all of them where that is another curve.
    pub(super) fn since(&self, from: usize, id: u32, guess: Option<f64>) -> CurvePart {
        let from = if id == self.id { from } else { 0 };
        let entries = self.points.get(from..).unwrap_or(&[]).to_vec();
        let differs = self.previous.iter().flat_map(|previous| &previous.differs);
        let mut changes = differs.chain(self.marks.iter().map(|mark| &mark.change));
        CurvePart {
            from,
            id: self.id,
            entries,
            marks: self.marks.clone(),
            guess,
            previous: self.previous.clone().filter(|_| from == 0),
            is_comparable: !changes.any(Change::is_of_another_loss),
        }
    }
}

impl Change {
    /// Whether the losses before and after it are of other functions: other points that somebody chose are another set, one more point
    /// of their own is not.
    fn is_of_another_loss(&self) -> bool {
        INCOMPARABLE.contains(&&self.key[..]) || self.key == "dataset" && self.to != "own"
    }

    /// Whether `later` brings back what was before this.
    fn reverts(&self, later: &Change) -> bool {
        !self.from.is_empty() && self.from == later.to
    }
}

/// Adds a change to those before it: of one key there is one.
fn join(changes: &mut Vec<Change>, later: Change) {
    match changes.iter().position(|earlier| earlier.key == later.key) {
        Some(idx) if changes[idx].reverts(&later) => drop(changes.remove(idx)),
        Some(idx) => changes[idx].to = later.to,
        None => changes.push(later),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recorded(curve: &mut Curve, epochs: std::ops::Range<u64>, cost: usize) {
        for epoch in epochs.filter(|epoch| *epoch > 0) {
            if curve.is_due(epoch, cost) {
                curve.push(CurvePoint { step: 25 * epoch, epoch, train: Some(1.0), ..CurvePoint::default() });
            }
        }
    }

    #[test]
    fn where_a_look_takes_long_the_curve_is_no_finer_than_shows() {
        let (mut short, mut long) = (Curve::default(), Curve::default());
        recorded(&mut short, 0..2000, COSTLY);
        recorded(&mut long, 0..2000, COSTLY + 1);
        let epochs = |curve: &Curve| curve.points().iter().map(|point| point.epoch).collect::<Vec<_>>();
        assert_eq!(epochs(&short), (1..2000).collect::<Vec<_>>());
        let entries = epochs(&long);
        assert_eq!(entries[..256], (1..=256).collect::<Vec<_>>());
        assert!(entries.len() < 640, "{}", entries.len());
        for pair in entries.windows(2) {
            assert!(pair[1] - pair[0] <= (pair[1] / PARTS).max(1), "{pair:?}");
        }
    }

    #[test]
    fn a_record_that_was_taken_over_goes_on_as_if_it_had_not_been() {
        for (end, cost) in [(3, 0), (300, COSTLY + 1), (1500, COSTLY + 1), (5000, 0), (9000, COSTLY + 1)] {
            let (mut whole, mut first, mut second) = (Curve::default(), Curve::default(), Curve::default());
            recorded(&mut whole, 0..12_000, cost);
            recorded(&mut first, 0..end, cost);
            second.replace(1, first.points().to_vec(), Vec::new(), cost);
            recorded(&mut second, end..12_000, cost);
            assert_eq!(second.points(), whole.points(), "{end} epochs, {cost} multiply-adds");
        }
    }

    #[test]
    fn entries_within_epochs_go_first_where_they_are_many() {
        let mut curve = Curve::default();
        for step in 0..20_000 {
            if step % 20 != 0 || curve.is_due(step / 20, 0) {
                curve.push(CurvePoint { step, epoch: step / 20, ..CurvePoint::default() });
            }
            assert!(curve.points().len() <= CAPACITY);
        }
        let ends: Vec<u64> =
            curve.points().iter().filter(|point| point.step % 20 == 0).map(|point| point.epoch).collect();
        assert_eq!(ends, (0..1000).collect::<Vec<_>>());
    }

    fn change(key: &str, from: &str, to: &str) -> Change {
        Change { key: key.into(), from: from.into(), to: to.into() }
    }

    fn marked(curve: &Curve) -> Vec<(u64, [&str; 3])> {
        let texts = |change: &'_ Change| [change.key.clone(), change.from.clone(), change.to.clone()];
        let leak = |text: String| -> &'static str { text.leak() };
        curve.marks().iter().map(|mark| (mark.step, texts(&mark.change).map(leak))).collect()
    }

    #[test]
    fn what_a_gesture_changes_many_times_has_one_mark_and_what_it_brings_back_none() {
        let mut curve = Curve::default();
        let mut change_at = |step: u64, gesture, change| {
            curve.begin_change(gesture);
            curve.mark(step, vec![change]);
        };
        change_at(10, Some(1), change("learningRate", "0.03", "0.1"));
        change_at(11, Some(1), change("learningRate", "0.1", "0.3"));
        change_at(12, Some(1), change("learningRate", "0.3", "1"));
        change_at(13, Some(2), change("learningRate", "1", "0.3"));
        change_at(14, Some(2), change("learningRate", "0.3", "1"));
        change_at(20, None, change("noise", "0", "0.1"));
        change_at(20, None, change("noise", "0.1", "0.2"));
        change_at(21, None, change("points", "", ""));
        change_at(21, None, change("points", "", ""));
        assert_eq!(
            marked(&curve),
            [(10, ["learningRate", "0.03", "1"]), (20, ["noise", "0", "0.2"]), (21, ["points", "", ""])]
        );
        (0..500).for_each(|step| curve.mark(step + 30, vec![change("points", "", "")]));
        assert_eq!(curve.marks().len(), MOST_MARKS);
    }

    #[test]
    fn a_run_that_was_trained_stays_as_the_previous_one_with_what_it_began_with() {
        let mut curve = Curve::default();
        recorded(&mut curve, 1..5000, 0);
        let end = curve.points().last().map_or(0, |last| last.step);
        curve.mark(end + 3, vec![change("learningRate", "0.03", "0.1")]);
        curve.restart();
        let part = curve.since(0, 0, None);
        let previous = part.previous.expect("there was a run");
        assert!(part.is_comparable && previous.entries.len() <= MOST_OF_PREVIOUS + 1);
        assert_eq!(previous.entries.last().map(|entry| entry.step), Some(end));
        assert_eq!(previous.differs, [change("learningRate", "0.03", "0.1")]);
        // Before the first step of the new run what it begins with changes further.
        curve.mark(0, vec![change("learningRate", "0.1", "0.03"), change("loss", "log", "hinge")]);
        curve.restart();
        let part = curve.since(0, 0, None);
        assert!(!part.is_comparable);
        assert_eq!(part.previous.map(|previous| previous.differs), Some(vec![change("loss", "log", "hinge")]));
        recorded(&mut curve, 1..3, 0);
        assert_eq!(curve.since(1, part.id, None).previous, None, "it comes once");
        for (to, is_comparable) in [("own", true), ("xor", false)] {
            assert_eq!(!change("dataset", "circle", to).is_of_another_loss(), is_comparable, "{to}");
        }
        // A table that was opened in the middle of a run.
        curve.mark(1, vec![change("axisNames", "", "")]);
        curve.restart();
        assert_eq!(curve.since(0, 0, None).previous, None);
    }

    #[test]
    fn a_long_run_keeps_its_beginning_its_end_and_a_bounded_number_between() {
        let mut curve = Curve::default();
        for epoch in 0..100_000 {
            if curve.is_due(epoch, 0) {
                curve.push(CurvePoint { step: 25 * epoch + 1, epoch, train: Some(1.0), ..CurvePoint::default() });
            }
        }
        assert!(curve.points().len() <= CAPACITY && curve.points().len() > CAPACITY / 4);
        assert_eq!(curve.points()[0].epoch, 0);
        assert!(curve.points().last().is_some_and(|last| last.epoch > 99_000));
        assert!(curve.points().windows(2).all(|pair| pair[0].step < pair[1].step));
    }
}
