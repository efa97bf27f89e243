//! What the look inside a step says, in every language: names of lines, what a section is about, what is said of an attempt. The texts
//! are apart from [`Words`], so that they come with the view.

use playground::insight::{Attempt, Inside, Name, Note, Title};
use playground::{Config, Parameter, Units};

use crate::Words;
use crate::groups::Inside as Texts;
use crate::units::cut;

macro_rules! languages {
    ($($variant:ident $file:ident $words:ident $chunk:ident $word:literal,)*) => {
        $(mod $file;)*

        /// The texts with the tag of their language.
        static INSIDE: &[(&str, &Texts)] = &[$((crate::$file::TAG, &$file::INSIDE)),*];
    };
}
playground::for_languages!(languages);

impl Texts {
    /// The texts in the language of this tag.
    pub fn of(tag: &str) -> &'static Texts {
        INSIDE.iter().find(|(known, _)| *known == tag).map_or(INSIDE[0].1, |(_, texts)| texts)
    }
}

/// There is one value per language.
impl PartialEq for Texts {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Words {
    /// A neuron, feature or output where there is little room; column 0 is the features'.
    pub fn neuron_short(&self, config: &Config, column: usize, unit: usize) -> String {
        let is_hidden = (1..=config.hidden_layers.len()).contains(&column);
        if is_hidden {
            return format!("{column}.{}", unit + 1);
        }
        match Units::of(config).class(unit + 1).filter(|_| column > 0 && config.n_outputs() > 1) {
            Some(name) => cut(name, 16),
            None => self.neuron(config, column, unit),
        }
    }

    /// The weight into a neuron, or its bias, where there is little room.
    pub fn weight_short(&self, config: &Config, layer: usize, unit: usize, input: Option<usize>) -> String {
        let to = self.neuron_short(config, layer + 1, unit);
        match input {
            None => Texts::of(self.tag).bias_of.with([&to]),
            Some(input) => format!("{} → {to}", self.neuron_short(config, layer, input)),
        }
    }

    /// What a line computes.
    pub fn line_name(&self, name: &Name, inside: &Inside, config: &Config) -> String {
        let words = Texts::of(self.tag);
        let wanted = inside.wanted;
        match name {
            Name::Symbol(symbol) => (*symbol).into(),
            Name::OfClass(symbol, class) => words.of_class.with([symbol, &self.class_said(config, class + 1)]),
            Name::Into(input) => self.weight_short(config, wanted.layer, wanted.unit, *input),
            Name::Onward(unit) => {
                let from = self.neuron_short(config, wanted.layer + 1, wanted.unit);
                format!("{from} → {}", self.neuron_short(config, wanted.layer + 2, *unit))
            }
            Name::Point(index) if *index == inside.index => words.this_point.into(),
            Name::Point(index) => words.point_short.with([&self.count(*index as u64 + 1)]),
            Name::Entry(at) => Parameter::at(*at, &inside.sizes)
                .map_or_else(String::new, |Parameter { layer, unit, input }| {
                    self.weight_short(config, layer, unit, input)
                }),
            Name::Rest(n) => words.rest.with(*n as f64, &self.count(*n as u64)),
            Name::Around(symbol, false) => words.before_step.with([symbol]),
            Name::Around(symbol, true) => words.after_step.with([symbol]),
            Name::Said(said) => words.said[*said as usize].into(),
        }
    }

    /// What a section is about, with the activation, loss or optimiser that it is of.
    pub fn section_title(&self, title: Title, inside: &Inside, config: &Config) -> String {
        let said = Texts::of(self.tag).titles[title as usize];
        let of = match title {
            Title::Activation | Title::Slope => {
                config.activations.get(inside.wanted.layer).map_or("", |name| self.activation(name))
            }
            Title::Loss => self.loss(&config.loss),
            Title::Update => self.optimiser(&config.optimiser),
            _ => "",
        };
        if of.is_empty() { said.into() } else { format!("{said} – {of}") }
    }

    /// What is special about a section.
    pub fn note_inside(&self, note: Note, config: &Config) -> String {
        self.in_classes(config, Texts::of(self.tag).notes[note as usize])
    }

    /// What is said of an attempt.
    pub fn attempt(&self, attempt: &Attempt, inside: &Inside, config: &Config) -> String {
        let words = Texts::of(self.tag);
        let name = |name: &Name| self.line_name(name, inside, config);
        match attempt {
            Attempt::Right => words.attempts[0].into(),
            Attempt::Rounded => words.attempts[1].into(),
            Attempt::Other => words.attempts[2].into(),
            Attempt::Missing(term) => words.missing_term.with([&name(term)]),
            Attempt::TermSign(term) => words.sign_of_term.with([&name(term)]),
            Attempt::WeightOf(term, other) => words.weight_of_term.with([&name(term), &name(other)]),
            Attempt::Mistaken(mistake) => words.mistakes[*mistake as usize].into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use playground::insight::{Stage, Wanted, ledger, look_inside};
    use playground::{Config, Session};

    use crate::ALL;

    #[test]
    fn every_line_of_a_ledger_has_a_name_in_every_language() {
        let mut session = Session::new(Config::default()).expect("the configuration is valid");
        let wanted = Wanted { layer: 0, unit: 1, input: Some(0), point: None };
        let inside = look_inside(&mut session, wanted).expect("there are points").finish();
        for words in ALL {
            for stage in Stage::ALL {
                for section in ledger(stage, &inside, session.config()) {
                    assert!(!words.section_title(section.title, &inside, session.config()).is_empty());
                    for row in &section.rows {
                        assert!(!words.line_name(&row.name, &inside, session.config()).is_empty(), "{row:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn classes_with_names_are_called_by_them() {
        let names = ["setosa", "virginica", "iris"];
        for n in [2, 3] {
            let classes = serde_json::json!({ "classes": n, "classNames": names[..n] });
            let config = Config::default().merged(&classes).expect("the names are valid");
            let mut session = Session::new(config).expect("the configuration is valid");
            let wanted = Wanted { layer: 0, unit: 1, input: Some(0), point: None };
            let inside = look_inside(&mut session, wanted).expect("there are points").finish();
            let config = session.config();
            for words in ALL {
                let sections: Vec<_> =
                    Stage::ALL.into_iter().flat_map(|stage| ledger(stage, &inside, config)).collect();
                let notes = sections.iter().flat_map(|section| &section.notes);
                let rows = sections.iter().flat_map(|section| &section.rows);
                let mut said: Vec<String> = notes.map(|note| words.note_inside(*note, config)).collect();
                said.extend(rows.map(|row| words.line_name(&row.name, &inside, config)));
                let names_virginica = |text: &&String| text.contains("virginica");
                assert!(said.iter().any(|text| names_virginica(&text)), "{}: {said:?}", words.tag);
                for class in 1..=n {
                    let number = words.plot.said_class.with([&class.to_string()]);
                    assert!(said.iter().all(|text| !text.contains(&number)), "{}: {number} in {said:?}", words.tag);
                }
            }
        }
    }
}
