//! The texts of the panel *Export* and of pictures. Formats are in the order in which the panel has them.

use crate::template::Template;

/// One thing that can be exported.
#[derive(Debug)]
#[expect(missing_docs, reason = "a field's name and its English text say what it is")]
pub struct Exportable {
    pub label: &'static str,
    pub what: &'static str,
    pub how: &'static str,
}

/// Export and pictures.
#[derive(Debug)]
#[expect(missing_docs, reason = "a field's name and its English text say what it is")]
pub struct Export {
    /// To come back, to run elsewhere, formulas, tables, pictures.
    pub groups: [&'static str; 5],
    pub formats: [Exportable; 15],
    pub format: &'static str,
    pub at_step: Template<1>,
    pub went_on: Template<1>,
    pub refresh: &'static str,
    pub making: &'static str,
    pub download: &'static str,
    pub copy_base64: &'static str,
    pub preview: &'static str,
    /// So many of so many lines.
    pub first_lines: Template<2>,
    pub bytes: Template<1>,
    pub operators: &'static str,
    pub tensors: &'static str,
    pub decode: Template<1>,
    pub kind: &'static str,
    pub colors: &'static str,
    pub light: &'static str,
    pub dark: &'static str,
    pub pixels: Template<2>,
    pub after_step: Template<2>,
    pub about_plot: Template<2>,
    pub about_diagram: Template<3>,
    pub about_curve: Template<1>,
    pub hollow: &'static str,
    pub positive: &'static str,
    pub negative: &'static str,
}
