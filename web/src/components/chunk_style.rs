//! Rules of style that come with a chunk: the page's style sheet is loaded by every visitor. One rule a line.

use std::cell::RefCell;

use wasm_bindgen::JsCast;
use web_sys::CssStyleSheet;

/// Adds the rules to the page's style sheet; once is enough.
pub(crate) fn add(rules: &'static str) {
    thread_local! {
        static THERE: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) };
    }
    if THERE.with_borrow(|there| there.iter().any(|it| std::ptr::eq(*it, rules))) {
        return;
    }
    THERE.with_borrow_mut(|there| there.push(rules));
    let sheets = web_sys::window().and_then(|window| window.document()).map(|document| document.style_sheets());
    let Some(sheet) = sheets.and_then(|sheets| sheets.get(0)?.dyn_into::<CssStyleSheet>().ok()) else { return };
    for rule in each(rules) {
        let last = sheet.css_rules().map_or(0, |rules| rules.length());
        // What a browser does not understand it does without.
        sheet.insert_rule_with_index(rule, last).ok();
    }
}

fn each(rules: &'static str) -> impl Iterator<Item = &'static str> {
    rules.lines().filter(|line| line.contains('{'))
}

#[cfg(test)]
mod tests {
    #[test]
    fn each_line_is_a_rule() {
        let sheets = [
            include_str!("../../style/chunks/importing.css"),
            include_str!("../../style/chunks/doctor.css"),
            include_str!("../../style/chunks/lessons.css"),
            include_str!("../../style/chunks/sketch.css"),
        ];
        for rule in sheets.into_iter().flat_map(super::each) {
            let count = |sign: char| rule.matches(sign).count();
            assert!(count('{') == count('}') && rule.ends_with('}'), "{rule}");
        }
    }
}
