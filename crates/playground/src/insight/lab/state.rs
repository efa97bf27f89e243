//! What is in the lab, as a short text for links: the name of an example, or the variables with their values and the definitions.

use autodiff::formula::{Limit, decimal, free_names, plain};

use super::examples::EXAMPLES;
use super::network::Definitions;

/// The value of a variable that has none yet.
const FIRST_VALUE: f64 = 1.0;

impl Definitions {
    /// An example.
    pub fn example(name: &str) -> Option<Definitions> {
        let example = EXAMPLES.iter().find(|example| example.name == name)?;
        let at = example.at.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect();
        Some(Definitions { text: example.text.into(), at })
    }

    /// The example that this is.
    pub fn example_name(&self) -> Option<&'static str> {
        EXAMPLES.iter().map(|example| example.name).find(|name| Definitions::example(name).as_ref() == Some(self))
    }

    /// The same text with a value for each of its variables: those that there are, else 1.
    pub fn settled(self) -> Definitions {
        let Ok(free) = free_names(&self.text) else { return self };
        let value =
            |name: &String| self.at.iter().find(|(known, _)| known == name).map_or(FIRST_VALUE, |(_, value)| *value);
        // Those that are known keep their order.
        let mut at: Vec<(String, f64)> = self.at.iter().filter(|(name, _)| free.contains(name)).cloned().collect();
        let new = free.iter().filter(|name| self.at.iter().all(|(known, _)| known != *name));
        at.extend(new.map(|name| (name.clone(), value(name))));
        Definitions { text: self.text, at }
    }

    /// As a text: `x:3,y:-4`, a line's end, the definitions; or an example's name.
    pub fn write(&self) -> String {
        if let Some(name) = self.example_name() {
            return name.into();
        }
        let values: Vec<String> = self.at.iter().map(|(name, value)| format!("{name}:{value}")).collect();
        format!("{}\n{}", values.join(","), self.text)
    }

    /// Reads what [`write`](Definitions::write) wrote; any text is something, and what is no value is left out.
    pub fn read(text: &str) -> Definitions {
        if let Some(example) = Definitions::example(text) {
            return example;
        }
        let Some((values, text)) = text.split_once('\n').filter(|_| text.len() <= 2 * Limit::Bytes.most()) else {
            return Definitions::example(EXAMPLES[0].name).unwrap_or_default();
        };
        let value = |pair: &str| {
            let (name, value) = pair.split_once(':')?;
            let value = match value.strip_prefix('-') {
                Some(size) => -decimal(size)?,
                None => decimal(value)?,
            };
            value.is_finite().then(|| (plain(name).into_owned(), value))
        };
        Definitions { text: text.into(), at: values.split(',').filter_map(value).collect() }.settled()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_example_is_its_name() {
        for example in EXAMPLES {
            let made = Definitions::example(example.name).expect("it is one");
            assert_eq!((made.write().as_str(), Definitions::read(example.name)), (example.name, made));
        }
    }

    #[test]
    fn what_was_written_is_read() {
        let made =
            Definitions { text: "a = x1*θ\nb = a^2".into(), at: vec![("θ".into(), -1.5e-7), ("x1".into(), 3.0)] };
        assert_eq!(made.write(), "θ:-0.00000015,x1:3\na = x1*θ\nb = a^2");
        assert_eq!(Definitions::read(&made.write()), made);
        assert_eq!(Definitions::read("x:1,z:2,:,q\ny + x").at, [("x".to_owned(), 1.0), ("y".to_owned(), 1.0)]);
    }

    proptest! {
        #[test]
        fn any_text_is_something(text in ".{0,60}(\n.{0,40}){0,3}") {
            let read = Definitions::read(&text);
            prop_assert_eq!(Definitions::read(&read.write()), read);
        }
    }
}
