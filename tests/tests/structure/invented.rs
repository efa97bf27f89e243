//! What is found in crates that are invented for it.

use std::collections::BTreeSet;

use super::tree::{Layer, Tree};

/// An invented crate.
fn invented(files: &[(&str, &str)]) -> Tree {
    Tree::of(files.iter().map(|(file, text)| ((*file).to_owned(), (*text).to_owned())).collect())
}

fn drawn(tree: &Tree) -> Vec<String> {
    tree.arrows.keys().map(|(from, to)| format!("{from} → {to}")).collect()
}

#[test]
fn a_circle_of_four_is_found_with_the_lines_that_tie_it_and_one_of_three_is_let_be() {
    let mut files = vec![
        ("lib.rs", "mod a; mod b; mod c; mod d;"),
        ("a.rs", "use crate::b::{self, B};\npub(crate) struct A;"),
        ("b.rs", "pub(crate) struct B;\nfn f() { super::c::g(); }"),
        ("c.rs", "pub(crate) fn g() { let d: crate::d::D = todo!(); }"),
        ("d.rs", "pub(crate) struct D;\nuse super::{a::A as Other};"),
    ];
    let [circle] = &invented(&files).large_circles()[..] else { panic!("one circle") };
    assert_eq!(
        circle.lines().collect::<Vec<_>>(),
        [
            "a circle of 4 files",
            "  a.rs:1 → b.rs   use crate::b::{self, B};",
            "  b.rs:2 → c.rs   fn f() { super::c::g(); }",
            "  c.rs:1 → d.rs   pub(crate) fn g() { let d: crate::d::D = todo!(); }",
            "  d.rs:2 → a.rs   use super::{a::A as Other};",
        ]
    );
    files[3].1 = "pub(crate) fn g() { let a: crate::a::A = todo!(); }";
    let tree = invented(&files);
    assert_eq!(tree.circles(), [BTreeSet::from(["a.rs", "b.rs", "c.rs"])]);
    assert!(tree.large_circles().is_empty());
}

#[test]
fn an_arrow_against_the_layers_is_found_and_so_is_one_between_views() {
    let tree = invented(&[
        ("lib.rs", "mod store; mod draw; mod views;"),
        ("draw.rs", "use crate::store::State;\npub(crate) fn line() {}"),
        ("store/mod.rs", "mod state;\npub(crate) use state::State;"),
        ("store/state.rs", "pub(crate) struct State;"),
        ("views/mod.rs", "pub(crate) mod plot; pub(crate) mod curve; pub(crate) struct Shared;"),
        ("views/plot.rs", "use super::Shared; use crate::draw::line; pub(crate) fn plot() {}"),
        ("views/curve/mod.rs", "use crate::store::State; mod axes;"),
        ("views/curve/axes.rs", "fn f() { super::super::plot::plot() }"),
    ]);
    let layers = [Layer { of: "draw", never: &["views", "store"] }, Layer { of: "views", never: &["client"] }];
    assert_eq!(
        tree.forbidden(&layers, &["views"]),
        [
            "  draw.rs:1 → store/state.rs   use crate::store::State;",
            "  views/curve/axes.rs:1 → views/plot.rs   fn f() { super::super::plot::plot() }",
        ]
    );
}

#[test]
fn what_is_handed_on_leads_to_its_origin_and_comments_strings_and_tests_lead_nowhere() {
    let tree = invented(&[
        ("lib.rs", "mod a; mod b; mod c; mod d;"),
        (
            "a/mod.rs",
            "mod inner; mod all;\npub use self::inner::{One, Two as Second}; pub(crate) use all::*; fn f(two: Second) -> &'static One {}",
        ),
        ("a/inner.rs", "pub struct One; pub struct Two;"),
        ("a/all.rs", "pub enum Many { First }"),
        (
            "b.rs",
            "use crate::a::One; use crate::d; fn f(one: &'static One) { crate::a::Many::First; d::deep::f(); Vec::<u8>::new(); }",
        ),
        (
            "c.rs",
            "// use crate::b;\n/// crate::b::f()\nconst S: &str = \"crate::b\";\n#[cfg(test)] use crate::b;\n#[cfg(test)]\nmod tests { use crate::b; }\n#[cfg(test)]\nmod more;",
        ),
        ("d/mod.rs", "pub mod deep; mod block { use super::super::c::S; }"),
        ("d/deep.rs", "pub fn f() -> impl Sized + use<> {}"),
    ]);
    let wanted = [
        "a/mod.rs → a/inner.rs",
        "b.rs → a/all.rs",
        "b.rs → a/inner.rs",
        "b.rs → d/deep.rs",
        "b.rs → d/mod.rs",
        "d/mod.rs → c.rs",
    ];
    assert_eq!(drawn(&tree), wanted);
}
