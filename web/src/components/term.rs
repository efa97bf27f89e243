//! Words that the glossary of the help explains. An element that shows one carries the word's id as `data-term`; a click on it opens
//! the help there. Who has no pointer opens the help itself.

/// The glossary's words in its order. Where a word names a key of the configuration, that is its id.
pub(crate) const TERMS: [&str; 15] = [
    "loss",
    "weight",
    "bias",
    "neuron",
    "layer",
    "activation",
    "score",
    "gradient",
    "gradientNorm",
    "delta",
    "learningRate",
    "batchSize",
    "step",
    "epoch",
    "test",
];

/// The id again if the glossary has it.
pub(crate) fn term(id: &str) -> Option<&'static str> {
    TERMS.into_iter().find(|term| *term == id)
}

#[cfg(test)]
mod tests {
    use super::TERMS;

    #[test]
    fn ids_stand_in_the_order_of_the_glossary() {
        let words = words::EN.help.glossary.map(|(word, _)| word);
        let told = ["loss", "weight", "bias", "neuron", "layer", "activation", "score", "gradient"];
        assert_eq!(words[..8], told);
        assert_eq!(TERMS[..8], told);
        for (id, word) in TERMS.iter().zip(words).skip(8) {
            let squeezed: String = word.to_lowercase().split(' ').collect();
            assert!(
                id.to_lowercase().starts_with(&squeezed[..4]) || (*id == "test" && word.contains("test")),
                "{id}: {word}"
            );
        }
    }
}
