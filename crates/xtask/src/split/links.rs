//! Which constants belong to which functions: read from what the linker noted when it made the module, before tools that keep no
//! such notes. A constant is needed by the functions that name it and by the constants that point to it.

use std::collections::HashMap;
use std::ops::Range;

use anyhow::{Context, Result, bail};
use wasm_encoder::{Module, RawSection};
use wasmparser::{KnownCustom, Linking, Parser, Payload, RelocSectionReader, RelocationType, SymbolInfo};

use super::whole::{address, function_names};

/// What every panic goes through; nobody else reads where in the source something happened.
const PANIC: &str = "core::panicking::panic_fmt";

/// The linker's notes about constants.
#[derive(Default)]
pub(crate) struct Links {
    /// Addresses of each constant; empty for what is none or may be written to.
    constants: Vec<Range<u32>>,
    /// By name of a function: the constants it names.
    of_functions: HashMap<String, Vec<usize>>,
    /// By constant: those it points to.
    of_constants: Vec<Vec<usize>>,
    /// By constant: whether it is a place in the source (file, line, column), which only a panic reads.
    is_source_place: Vec<bool>,
    /// Those that variables point to, which anyone may read.
    of_others: Vec<usize>,
}

impl Links {
    /// Reads a module that was linked with `--emit-relocs`.
    pub(crate) fn read(linked: &[u8]) -> Result<Links> {
        let mut raw = Raw::default();
        for payload in Parser::new(0).parse_all(linked) {
            raw.take(payload?)?;
        }
        raw.links()
    }

    /// The addresses that only functions need that `is_first` does not name, in order and apart from each other.
    pub(crate) fn movable(&self, is_first: impl Fn(&str) -> bool) -> Vec<Range<u32>> {
        let mut is_needed = vec![false; self.constants.len()];
        let first = self.of_functions.iter().filter(|(name, _)| is_first(name));
        let mut open: Vec<usize> = first.flat_map(|(_, constants)| constants).chain(&self.of_others).copied().collect();
        let panics_move = !is_first(PANIC);
        while let Some(constant) = open.pop() {
            if panics_move && self.is_source_place[constant] {
                // Whoever names it hands it on, to what comes with the rest.
                continue;
            }
            if !std::mem::replace(&mut is_needed[constant], true) {
                open.extend(&self.of_constants[constant]);
            }
        }
        // Constants may share bytes: what one of them needs stays.
        let mut needed: Vec<&Range<u32>> =
            self.constants.iter().zip(&is_needed).filter(|(_, n)| **n).map(|(c, _)| c).collect();
        needed.sort_by_key(|range| range.start);
        let idle = self.constants.iter().zip(&is_needed).filter(|(range, needed)| !**needed && !range.is_empty());
        let mut movable: Vec<Range<u32>> = idle
            .map(|(range, _)| range.clone())
            .filter(|range| needed.iter().all(|other| other.end <= range.start || range.end <= other.start))
            .collect();
        movable.sort_by_key(|range| range.start);
        movable.dedup_by(|next, before| {
            let is_shared = next.start <= before.end;
            if is_shared {
                before.end = before.end.max(next.end);
            }
            is_shared
        });
        movable
    }
}

/// The module without the linker's notes, which other tools neither read nor keep true.
pub(crate) fn without_notes(linked: &[u8]) -> Result<Vec<u8>> {
    let mut module = Module::new();
    for payload in Parser::new(0).parse_all(linked) {
        let payload = payload?;
        let is_note = matches!(&payload, Payload::CustomSection(custom) if custom.name() == "linking" || custom.name().starts_with("reloc."));
        if let Some((id, range)) = payload.as_section().filter(|_| !is_note) {
            module
                .section(&RawSection { id, data: &linked[usize::try_from(range.start)?..usize::try_from(range.end)?] });
        }
    }
    Ok(module.finish())
}

/// The sections as they come.
#[derive(Default)]
struct Raw<'a> {
    /// Address and place in the section of each segment of data.
    segments: Vec<(u32, Range<u32>)>,
    contents: Vec<&'a [u8]>,
    /// Whether the segment is never written to.
    is_constant: Vec<bool>,
    symbols: Vec<SymbolInfo<'a>>,
    n_imported: u32,
    /// Place of each function's body in the code section.
    bodies: Vec<Range<u32>>,
    names: HashMap<u32, String>,
    code_start: u64,
    data_start: u64,
    section: u32,
    code_section: u32,
    relocations: Vec<RelocSectionReader<'a>>,
}

impl<'a> Raw<'a> {
    fn take(&mut self, payload: Payload<'a>) -> Result<()> {
        let section = payload.as_section();
        match payload {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    self.n_imported += u32::from(matches!(import?.ty, wasmparser::TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionStart { .. } => {
                let (_, range) = section.clone().context("code is a section")?;
                (self.code_start, self.code_section) = (range.start, self.section);
            }
            Payload::CodeSectionEntry(body) => {
                let range = body.range();
                let place = |at: u64| u32::try_from(at - self.code_start);
                self.bodies.push(place(range.start)?..place(range.end)?);
            }
            Payload::DataSection(data) => {
                self.data_start = data.range().start;
                for segment in data {
                    let segment = segment?;
                    let end = u32::try_from(segment.range.end - self.data_start)?;
                    let start = end - u32::try_from(segment.data.len())?;
                    self.segments.push((address(&segment)?, start..end));
                    self.contents.push(segment.data);
                }
            }
            Payload::CustomSection(custom) => match custom.as_known() {
                KnownCustom::Linking(linking) => {
                    for part in linking.subsections() {
                        match part? {
                            Linking::SymbolTable(symbols) => {
                                self.symbols = symbols.into_iter().collect::<Result<_, _>>()?;
                            }
                            Linking::SegmentInfo(segments) => {
                                for segment in segments {
                                    self.is_constant.push(segment?.name.starts_with(".rodata"));
                                }
                            }
                            _ => {}
                        }
                    }
                }
                KnownCustom::Reloc(relocations) => self.relocations.push(relocations),
                KnownCustom::Name(names) => self.names.extend(function_names(names)?),
                _ => {}
            },
            _ => {}
        }
        self.section += u32::from(section.is_some());
        Ok(())
    }

    fn links(&self) -> Result<Links> {
        if self.symbols.is_empty() || self.is_constant.len() != self.segments.len() {
            bail!("the linker must note its symbols and relocations");
        }
        let constants: Vec<Range<u32>> =
            self.symbols.iter().map(|symbol| self.constant(symbol)).collect::<Result<_>>()?;
        let mut places: Vec<(u32, usize)> = Vec::new();
        let mut links = Links { of_constants: vec![Vec::new(); constants.len()], ..Links::default() };
        for relocations in &self.relocations {
            let is_code = relocations.section_index() == self.code_section;
            for relocation in relocations.entries() {
                let relocation = relocation?;
                use RelocationType::{MemoryAddrI32, MemoryAddrLeb, MemoryAddrSleb};
                if !matches!(relocation.ty, MemoryAddrI32 | MemoryAddrLeb | MemoryAddrSleb) {
                    continue;
                }
                let to = relocation.index as usize;
                if is_code {
                    let body = self.bodies.partition_point(|body| body.end <= relocation.offset);
                    let function = self.n_imported + u32::try_from(body)?;
                    let name = self.names.get(&function).context("a function has a name")?;
                    links.of_functions.entry(name.clone()).or_default().push(to);
                } else {
                    let address = self.address(relocation.offset).context("a pointer stands in a segment")?;
                    // What holds the pointer: the linker lays equal constants over each other.
                    let all = constants.iter().zip(&mut links.of_constants);
                    let mut holders =
                        all.filter(|(range, _)| range.contains(&address)).map(|(_, held)| held).peekable();
                    places.push((address, to));
                    if holders.peek().is_none() {
                        links.of_others.push(to);
                    }
                    holders.for_each(|held| held.push(to));
                }
            }
        }
        links.is_source_place =
            constants.iter().map(|constant| self.is_source_place(constant, &places, &constants)).collect();
        links.constants = constants;
        Ok(links)
    }

    /// Whether a constant is a pointer to a file's name, its length, a line and a column.
    fn is_source_place(&self, constant: &Range<u32>, pointers: &[(u32, usize)], constants: &[Range<u32>]) -> bool {
        let mut held = pointers.iter().filter(|(address, _)| constant.contains(address));
        let Some(&(address, to)) = held.next() else { return false };
        let is_alone = held.all(|&(other, also)| (other, also) == (address, to));
        let name = self.bytes(&constants[to]);
        is_alone
            && constant.len() == 16
            && address == constant.start
            && [&b".rs"[..], b".rs\0"].iter().any(|end| name.ends_with(end))
    }

    fn bytes(&self, range: &Range<u32>) -> &'a [u8] {
        let found = self.segments.iter().zip(&self.contents).find_map(|((address, _), content)| {
            let start = range.start.checked_sub(*address)? as usize;
            content.get(start..start + range.len())
        });
        found.unwrap_or_default()
    }

    /// The addresses of a symbol that is a constant.
    fn constant(&self, symbol: &SymbolInfo<'_>) -> Result<Range<u32>> {
        let SymbolInfo::Data { symbol: Some(data), .. } = symbol else { return Ok(0..0) };
        let (address, _) = self.segments.get(data.index as usize).context("a symbol stands in a segment")?;
        let start = address + data.offset;
        Ok(if self.is_constant[data.index as usize] { start..start + data.size } else { 0..0 })
    }

    fn address(&self, place: u32) -> Option<u32> {
        let (address, range) = self.segments.iter().find(|(_, range)| range.contains(&place))?;
        Some(address + place - range.start)
    }
}
