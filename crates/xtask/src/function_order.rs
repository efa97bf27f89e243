//! The order of a program's functions, chosen so that it compresses well. gzip finds a repetition within the last 32 kB only, so
//! functions that have the same code in them should stand together. No tool does that; wasm-opt sorts functions by name, so they
//! are named by their place here.

use std::collections::{HashMap, VecDeque};
use std::ops::Range;

use anyhow::Result;
use wasm_encoder::{Module, NameMap, NameSection, RawSection};
use wasmparser::{Parser, Payload, TypeRef};

/// As far back as gzip sees, about.
const WINDOW: usize = 30_000;

/// So many bytes of code are one piece, by which functions are compared.
const PIECE: usize = 8;

/// What more functions have in them brings none of them together.
const MOST_OWNERS: usize = 300;

/// The program with each function named by its place in the best order found.
pub(crate) fn named_by_place(wasm: &[u8]) -> Result<Vec<u8>> {
    let bytes = |range: Range<u64>| &wasm[range.start as usize..range.end as usize];
    let (mut module, mut n_imported, mut bodies) = (Module::new(), 0, Vec::new());
    for payload in Parser::new(0).parse_all(wasm) {
        let payload = payload?;
        match &payload {
            Payload::ImportSection(imports) => {
                for import in imports.clone().into_imports() {
                    n_imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(bytes(body.range())),
            Payload::CustomSection(custom) if custom.name() == "name" => continue,
            _ => {}
        }
        if let Some((id, range)) = payload.as_section() {
            module.section(&RawSection { id, data: bytes(range) });
        }
    }
    let mut places = vec![0; bodies.len()];
    for (place, function) in order(&bodies).into_iter().enumerate() {
        places[function] = place;
    }
    let mut names = NameMap::new();
    for (function, place) in (n_imported..).zip(places) {
        names.append(function, &format!("{place:06}"));
    }
    let mut section = NameSection::new();
    section.functions(&names);
    Ok(module.section(&section).clone().finish())
}

/// The functions in their order: after each the one of whose pieces most are among those just written, for its length. What is alike
/// follows by its number, so that equal programs have equal orders.
fn order(bodies: &[&[u8]]) -> Vec<usize> {
    let mut owners: HashMap<&[u8], Vec<usize>> = HashMap::new();
    for (function, body) in bodies.iter().enumerate() {
        for piece in body.windows(PIECE) {
            let owners = owners.entry(piece).or_default();
            if owners.last() != Some(&function) {
                owners.push(function);
            }
        }
    }
    let mut pieces = vec![Vec::new(); bodies.len()];
    let shared: Vec<Vec<usize>> = owners.into_values().filter(|all| (2..MOST_OWNERS).contains(&all.len())).collect();
    for (piece, owners) in shared.iter().enumerate() {
        owners.iter().for_each(|function| pieces[*function].push(piece));
    }
    // How often each piece is in the window, and how many pieces of each function are.
    let (mut n_written, mut n_known) = (vec![0_u32; shared.len()], vec![0_i32; bodies.len()]);
    let (mut window, mut length) = (VecDeque::new(), 0);
    let mut left: Vec<usize> = (0..bodies.len()).collect();
    let mut order = Vec::with_capacity(bodies.len());
    while !left.is_empty() {
        let worth = |function: usize| f64::from(n_known[function]) / (bodies[function].len() as f64).sqrt();
        let best = (1..left.len()).fold(0, |best, at| if worth(left[at]) > worth(left[best]) { at } else { best });
        let next = left.remove(best);
        order.push(next);
        window.push_back(next);
        length += bodies[next].len();
        for piece in &pieces[next] {
            n_written[*piece] += 1;
            if n_written[*piece] == 1 {
                shared[*piece].iter().for_each(|function| n_known[*function] += 1);
            }
        }
        while length > WINDOW && window.len() > 1 {
            let Some(gone) = window.pop_front() else { break };
            length -= bodies[gone].len();
            for piece in &pieces[gone] {
                n_written[*piece] -= 1;
                if n_written[*piece] == 0 {
                    shared[*piece].iter().for_each(|function| n_known[*function] -= 1);
                }
            }
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{CodeSection, EntityType, Function, FunctionSection, ImportSection, TypeSection};

    use super::*;

    #[test]
    fn what_is_alike_stands_together() {
        let [a, b] = [*b"abcdefghijklmnop", *b"0123456789012345"];
        let long = |first: [u8; 16], n: u8| [&first[..], &[n; 4]].concat();
        let bodies = [long(a, 1), long(b, 2), long(a, 3), long(b, 4)];
        assert_eq!(order(&bodies.each_ref().map(Vec::as_slice)), [0, 2, 1, 3]);
        assert_eq!(order(&[]), [0_usize; 0]);
    }

    #[test]
    fn what_is_far_back_counts_no_more() {
        let filler = |from: u32, n: usize| (from..).flat_map(u32::to_le_bytes).take(n).collect::<Vec<u8>>();
        let [a, b] = [&b"abcdefghijklmnop"[..], b"01234567"];
        // The second pushes the first out of the window, which alone has something in common with the third.
        let bodies = [
            [a, b].concat(),
            [a, &filler(0, WINDOW)].concat(),
            [b, &filler(1 << 16, 40_000)].concat(),
            [&a[..8], &filler(2 << 16, 50_000)].concat(),
        ];
        assert_eq!(order(&bodies.each_ref().map(Vec::as_slice)), [0, 1, 3, 2]);
    }

    #[test]
    fn a_program_keeps_everything_but_its_names() -> Result<()> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut imports = ImportSection::new();
        imports.import("a", "b", EntityType::Function(0));
        let (mut functions, mut code) = (FunctionSection::new(), CodeSection::new());
        for _ in 0..3 {
            functions.function(0);
            let mut function = Function::new([]);
            function.instructions().end();
            code.function(&function);
        }
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&functions).section(&code);
        let bare = module.clone().finish();
        let mut names = NameSection::new();
        names.module("old");
        let named = named_by_place(&module.section(&names).clone().finish())?;
        assert_eq!(named[..bare.len()], bare);
        let text = String::from_utf8_lossy(&named[bare.len()..]).into_owned();
        assert!(
            ["000000", "000001", "000002"].iter().all(|name| text.contains(name)) && !text.contains("old"),
            "{text}"
        );
        Ok(())
    }
}
