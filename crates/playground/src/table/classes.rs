//! The classes of a column: which there are, and in which order they are counted. Numbers go up; of two names the one that denies is
//! class 1, because class 2 is what a probability is of; other names go by their letters.

use std::collections::BTreeMap;

use autodiff::formula::decimal;

/// Names that deny, with which a pair of classes begins.
const DENIALS: [&str; 17] = [
    "no", "n", "false", "f", "negative", "neg", "off", "nein", "falsch", "non", "faux", "否", "假", "无", "阴性",
    "不是", "control",
];

/// A class that is a number is written with its power of ten where its digits would be more.
const LONGEST_NUMBER: usize = 24;

/// How labels are read.
#[derive(Debug)]
pub(super) enum Labels {
    Values,
    Numbers(Classes),
    Names(Classes),
}

/// Classes by name, each with its place in the order in which they were found.
#[derive(Debug, Default)]
pub(super) struct Classes(BTreeMap<String, usize>);

impl Classes {
    pub(super) fn of_name(&mut self, name: String) -> usize {
        let next = self.0.len();
        *self.0.entry(name).or_insert(next)
    }

    /// 1.0 and 1 are one class, and so are 0 and −0. What has hundreds of digits is named by its power of ten: a name has an end.
    pub(super) fn of_number(&mut self, number: f64) -> usize {
        let number = number + 0.0;
        let digits = number.to_string();
        self.of_name(if digits.len() > LONGEST_NUMBER { format!("{number:e}") } else { digits })
    }
}

impl Labels {
    /// The names of the classes in their order, and the place there of each class that was found; nothing where values are learnt.
    pub(super) fn in_order(self, wanted: &[String]) -> Option<(Vec<String>, Vec<usize>)> {
        let mut found: Vec<(String, usize)> = match self {
            Labels::Values => return None,
            Labels::Numbers(Classes(classes)) => {
                let mut found: Vec<(String, usize)> = classes.into_iter().collect();
                let value = |name: &str| decimal(name).unwrap_or(f64::NAN);
                found.sort_by(|(a, _), (b, _)| value(a).total_cmp(&value(b)));
                found
            }
            Labels::Names(Classes(classes)) => {
                let mut found: Vec<(String, usize)> = classes.into_iter().collect();
                if found.len() == 2 {
                    found.sort_by_key(|(name, _)| !DENIALS.contains(&&*name.to_lowercase()));
                }
                found
            }
        };
        let rank = |name: &String| wanted.iter().position(|wanted| wanted == name).unwrap_or(wanted.len());
        found.sort_by_key(|(name, _)| rank(name));
        let mut place = vec![0; found.len()];
        found.iter().enumerate().for_each(|(idx, (_, found_at))| place[*found_at] = idx);
        Some((found.into_iter().map(|(name, _)| name).collect(), place))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::LONGEST_NAME;

    #[test]
    fn numbers_are_classes_with_names_of_limited_length_in_the_order_of_their_values() {
        let mut classes = Classes::default();
        for number in [1.0, 1e-300, -1.797e308, 0.1 + 0.2, -0.0, 0.0] {
            classes.of_number(number);
        }
        let (names, _) = Labels::Numbers(classes).in_order(&[]).unwrap();
        assert_eq!(names, ["-1.797e308", "0", "1e-300", "0.30000000000000004", "1"]);
        assert!(names.iter().all(|name| name.len() <= LONGEST_NAME));
    }
}
