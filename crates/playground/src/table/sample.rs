//! Which rows stay where there are too many, and which test where the table marks none: of each class and set its share, and which of
//! them a seed says. Their order stays.

use crate::random::RngStream;

/// Whether each row stays: at most `limit` of them. `strata` is the stratum of each row.
pub(super) fn kept(strata: &[usize], limit: usize, seed: u32) -> Vec<bool> {
    drawn(strata, RngStream::Rows, seed, |sizes| quotas(sizes, limit))
}

/// Whether each row tests: this share of each stratum, of which at least one row trains.
pub(super) fn held_out(strata: &[usize], share: f64, seed: u32) -> Vec<bool> {
    let n_tests = |size: &usize| ((*size as f64 * share).round() as usize).min(size.saturating_sub(1));
    drawn(strata, RngStream::Split, seed, |sizes| sizes.iter().map(n_tests).collect())
}

/// Draws so many rows of each stratum as are wanted of its size.
fn drawn(strata: &[usize], purpose: RngStream, seed: u32, wanted: impl Fn(&[usize]) -> Vec<usize>) -> Vec<bool> {
    let n_strata = strata.iter().max().map_or(0, |largest| largest + 1);
    let mut left = vec![0; n_strata];
    strata.iter().for_each(|stratum| left[*stratum] += 1);
    let mut wanted = wanted(&left);
    let mut streams: Vec<_> = (0..n_strata).map(|stratum| purpose.stream(seed, &[stratum as u64])).collect();
    // Each row with the chance that the rest of its stratum leaves it: so many as wanted, each set of them equally often.
    let keep = |stratum: &usize| {
        let stays = streams[*stratum].below(left[*stratum]) < wanted[*stratum];
        left[*stratum] -= 1;
        wanted[*stratum] -= usize::from(stays);
        stays
    };
    strata.iter().map(keep).collect()
}

/// How many of each stratum stay, by the largest remainder; of each at least one, if there is room.
pub(super) fn quotas(sizes: &[usize], limit: usize) -> Vec<usize> {
    let n: usize = sizes.iter().sum();
    if n <= limit {
        return sizes.to_vec();
    }
    let share = |size: &usize| (*size as u64 * limit as u64, n as u64);
    let mut quotas: Vec<usize> = sizes.iter().map(|size| (share(size).0 / share(size).1) as usize).collect();
    let remainder = |stratum: &usize| share(&sizes[*stratum]).0 % share(&sizes[*stratum]).1;
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by_key(|stratum| std::cmp::Reverse(remainder(stratum)));
    let missing = limit - quotas.iter().sum::<usize>();
    order.iter().take(missing).for_each(|stratum| quotas[*stratum] += 1);
    for stratum in 0..sizes.len() {
        let largest =
            (0..sizes.len()).max_by_key(|other| (quotas[*other], std::cmp::Reverse(*other))).unwrap_or(stratum);
        if sizes[stratum] > 0 && quotas[stratum] == 0 && quotas[largest] > 1 {
            quotas[largest] -= 1;
            quotas[stratum] += 1;
        }
    }
    quotas
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotas_are_exact_and_no_stratum_is_lost() {
        assert_eq!(quotas(&[2924, 2376], 5000), [2758, 2242]);
        assert_eq!(quotas(&[3, 4], 10), [3, 4]);
        assert_eq!(quotas(&[1, 1, 1], 2).iter().sum::<usize>(), 2);
        assert_eq!(quotas(&[100_000, 0, 1], 50), [49, 0, 1]);
        assert_eq!(quotas(&[500, 300, 200], 7), [4, 2, 1]);
    }

    #[test]
    fn of_each_class_its_share_tests_and_something_trains() {
        let strata: Vec<usize> = (0..102).map(|idx| if idx < 60 { 0 } else { 1 + usize::from(idx > 100) }).collect();
        let [first, again, other] = [1, 1, 2].map(|seed| held_out(&strata, 0.2, seed));
        let n = |stratum: usize| strata.iter().zip(&first).filter(|(own, tests)| **own == stratum && **tests).count();
        assert_eq!([n(0), n(1), n(2)], [12, 8, 0]);
        assert!(first == again && first != other);
        assert_eq!(held_out(&[0, 0, 1], 0.9, 1).iter().filter(|tests| **tests).count(), 1);
        assert!(held_out(&strata, 0.0, 1).iter().all(|tests| !tests));
    }

    #[test]
    fn so_many_stay_as_wanted_and_another_seed_keeps_others() {
        let strata: Vec<usize> = (0..1000).map(|idx| idx % 3).collect();
        let [first, again, other] = [1, 1, 2].map(|seed| kept(&strata, 100, seed));
        let n = |stratum: usize| strata.iter().zip(&first).filter(|(own, stays)| **own == stratum && **stays).count();
        assert_eq!([n(0), n(1), n(2)], [34, 33, 33]);
        assert!(first == again && first != other);
        let early = first[..500].iter().filter(|stays| **stays).count();
        assert!((30..=70).contains(&early), "they are spread over the rows: {early}");
    }
}
