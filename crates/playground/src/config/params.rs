//! Parameters by their names. There are a handful at most: a list does what a tree of the standard library would do at fifty times
//! the size.

/// The values that are given for the parameters of an optimiser or a schedule, in the order of their names.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Params(Vec<(String, f64)>);

impl Params {
    /// The value given for a parameter.
    pub fn get(&self, name: &str) -> Option<f64> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| *value)
    }

    /// Gives a parameter its value.
    pub fn set(&mut self, name: &str, value: f64) {
        let at = self.0.iter().position(|(known, _)| known.as_str() >= name).unwrap_or(self.0.len());
        match self.0.get_mut(at) {
            Some((known, old)) if known == name => *old = value,
            _ => self.0.insert(at, (name.to_owned(), value)),
        }
    }

    /// All that are given.
    pub fn iter(&self) -> impl Iterator<Item = &(String, f64)> {
        self.0.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_giving_does_not_matter_and_the_last_value_counts() {
        let (mut one, mut other) = (Params::default(), Params::default());
        [("b1", 0.1), ("b2", 0.2)].into_iter().for_each(|(name, value)| one.set(name, value));
        [("b2", 0.2), ("b1", 0.9), ("b1", 0.1)].into_iter().for_each(|(name, value)| other.set(name, value));
        assert_eq!(one, other);
        assert_eq!((one.get("b1"), one.get("b"), one.iter().count()), (Some(0.1), None, 2));
    }
}
