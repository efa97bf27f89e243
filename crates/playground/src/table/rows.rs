//! The rows of a text and the cells of a row: lines of any kind, comments, cells in quotes as RFC 4180 has them. Only where rows begin
//! and end is kept; cells are found again each time, so that memory follows the number of rows. It does not know what a cell means.

use std::borrow::Cow;

use super::Separator;

/// Columns behind these are not read.
pub const MAX_COLUMNS: usize = 100;

/// A cell in quotes may run over this many lines; a quote that does not close within them is a mistake of its row alone.
const MOST_LINES: usize = 20;

/// What begins a line that is no row: comments, and the declarations at the head of ARFF and KEEL files.
const COMMENTS: [u8; 3] = *b"#%@";

/// Where a row stands in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) start: u32,
    pub(super) end: u32,
    /// The line it begins in, counted from 1.
    pub(super) line: u32,
    /// Whether a quote opens in it that does not close: then quotes in it are letters.
    pub(super) open: bool,
}

/// The rows of a text in their order, without those that are empty; with the last comment before the first row, if there is one.
pub(super) fn rows(text: &str, separator: Separator, most: usize) -> (Vec<Row>, Option<Row>) {
    let bytes = text.as_bytes();
    let (mut rows, mut comment) = (Vec::new(), None);
    let (mut at, mut line) = (if text.starts_with('\u{feff}') { 3 } else { 0 }, 1);
    while at < bytes.len() && rows.len() < most {
        let (first_end, first_next) = line_end(bytes, at);
        let row = |end: usize, open: bool| Row { start: at as u32, end: end as u32, line, open };
        if bytes[at..first_end].trim_ascii_start().first().is_some_and(|byte| COMMENTS.contains(byte)) {
            let mark = |byte: &u8| matches!(byte, b'#' | b'%' | b' ' | b'\t');
            let n_marks = bytes[at..first_end].iter().take_while(|byte| mark(byte)).count();
            if rows.is_empty() && n_marks > 0 {
                comment = Some(Row { start: (at + n_marks) as u32, ..row(first_end, false) });
            }
            (at, line) = (first_next, line + 1);
            continue;
        }
        let closed = record_end(bytes, at, separator);
        let (end, next, n_lines) = closed.unwrap_or((first_end, first_next, 1));
        let found = row(end, closed.is_none());
        let is_blank = |byte: &u8| separator.is(*byte) || byte.is_ascii_whitespace();
        if !bytes[at..end].iter().all(is_blank) {
            rows.push(found);
        }
        (at, line) = (next, line + n_lines);
    }
    (rows, comment)
}

/// Where the line at `at` ends, and where the next one begins: after LF, CR LF or CR.
fn line_end(bytes: &[u8], at: usize) -> (usize, usize) {
    let Some(end) = bytes[at..].iter().position(|byte| matches!(byte, b'\n' | b'\r')).map(|n| at + n) else {
        return (bytes.len(), bytes.len());
    };
    (end, end + if bytes[end..].starts_with(b"\r\n") { 2 } else { 1 })
}

/// Where the record at `at` ends, where the next begins, and how many lines it has; nothing if a quote does not close.
fn record_end(bytes: &[u8], at: usize, separator: Separator) -> Option<(usize, usize, u32)> {
    let mut n_lines = 1;
    let mut at = at;
    loop {
        // At the beginning of a cell.
        let start = cell_start(bytes, at, separator);
        let mut end = start;
        if bytes.get(start) == Some(&b'"') {
            end = closing(bytes, start, separator, &mut n_lines)? + 1;
        }
        while end < bytes.len() && !separator.is(bytes[end]) && !matches!(bytes[end], b'\n' | b'\r') {
            end += 1;
        }
        if end == bytes.len() || !separator.is(bytes[end]) {
            return Some((end, line_end(bytes, end).1, n_lines as u32));
        }
        at = end + 1;
    }
}

/// Where a cell begins, behind blanks that are no separators.
fn cell_start(bytes: &[u8], at: usize, separator: Separator) -> usize {
    let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t') && !separator.is(*byte);
    at + bytes[at..].iter().take_while(|byte| is_blank(byte)).count()
}

/// The quote that closes the one at `open`: behind it the cell ends, blanks aside. Two quotes are one that is meant.
fn closing(bytes: &[u8], open: usize, separator: Separator, n_lines: &mut usize) -> Option<usize> {
    let mut at = open + 1;
    while at < bytes.len() {
        match bytes[at] {
            b'"' if bytes.get(at + 1) == Some(&b'"') => at += 2,
            b'"' => {
                let behind = cell_start(bytes, at + 1, separator);
                let ends =
                    behind == bytes.len() || separator.is(bytes[behind]) || matches!(bytes[behind], b'\n' | b'\r');
                return ends.then_some(at);
            }
            b'\n' | b'\r' => {
                *n_lines += 1;
                at = line_end(bytes, at).1;
                if *n_lines > MOST_LINES {
                    return None;
                }
            }
            _ => at += 1,
        }
    }
    None
}

/// A cell: its text without the quotes around it, and whether there were any.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cell<'t> {
    pub(super) text: Cow<'t, str>,
    pub(super) quoted: bool,
}

/// The cells of a row.
pub(super) fn cells(text: &str, row: Row, separator: Separator) -> impl Iterator<Item = Cell<'_>> {
    let text = &text[row.start as usize..row.end as usize];
    let text = if separator == Separator::Blanks { text.trim_matches([' ', '\t']) } else { text };
    let bytes = text.as_bytes();
    let mut next = Some(0);
    std::iter::from_fn(move || {
        let at = next?;
        let start = cell_start(bytes, at, separator);
        let close = (bytes.get(start) == Some(&b'"') && !row.open).then(|| closing(bytes, start, separator, &mut 0));
        let close = close.flatten();
        let from = close.map_or(start, |close| close + 1);
        let end = bytes[from..].iter().position(|byte| separator.is(*byte)).map_or(bytes.len(), |n| from + n);
        next = (end < bytes.len()).then_some(end + 1);
        if separator == Separator::Blanks {
            next = next.map(|at| at + bytes[at..].iter().take_while(|byte| separator.is(**byte)).count());
        }
        Some(match close {
            Some(close) => Cell { text: unescaped(&text[start + 1..close]), quoted: true },
            None => Cell { text: Cow::Borrowed(text[start..end].trim()), quoted: false },
        })
    })
}

/// What stands between quotes, as it is meant.
fn unescaped(inside: &str) -> Cow<'_, str> {
    if inside.contains("\"\"") { Cow::Owned(inside.replace("\"\"", "\"")) } else { Cow::Borrowed(inside) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, separator: Separator) -> Vec<(u32, Vec<String>)> {
        let cells = |row: &Row| cells(text, *row, separator).map(|cell| cell.text.into_owned()).collect();
        rows(text, separator, usize::MAX).0.iter().map(|row| (row.line, cells(row))).collect()
    }

    #[test]
    fn lines_end_in_any_way_and_empty_ones_and_comments_are_no_rows() {
        let text = "\u{feff}a,b\r\n\r\n# c,d\n,,\n1,2\r3,4\n\n";
        let expected = [(1, ["a", "b"]), (5, ["1", "2"]), (6, ["3", "4"])];
        assert_eq!(
            read(text, Separator::Comma),
            expected.map(|(line, cells)| (line, cells.map(String::from).to_vec()))
        );
    }

    #[test]
    fn quotes_hold_separators_quotes_and_lines() {
        let text = "1, \"a, \"\"b\"\"\" ,x\n\"two\nlines\",\"\",2\nlast";
        let found = read(text, Separator::Comma);
        assert_eq!(found[0].1, ["1", "a, \"b\"", "x"]);
        assert_eq!(found[1], (2, vec!["two\nlines".into(), String::new(), "2".into()]));
        assert_eq!(found[2], (4, vec!["last".into()]));
    }

    #[test]
    fn a_quote_that_does_not_close_spoils_its_row_alone() {
        let text = format!("1,\"a,b\n{}", "2,c\n".repeat(30));
        let (rows, _) = rows(&text, Separator::Comma, usize::MAX);
        assert_eq!((rows.len(), rows[0].open, rows[1].open), (31, true, false));
        assert_eq!(read(&text, Separator::Comma)[0].1, ["1", "\"a", "b"]);
    }

    #[test]
    fn blanks_are_one_separator_and_tabs_are_each_one() {
        assert_eq!(read("  1 \t 2   3 \n", Separator::Blanks), [(1, ["1", "2", "3"].map(String::from).to_vec())]);
        assert_eq!(read("1\t\t a b \t3\n", Separator::Tab), [(1, ["1", "", "a b", "3"].map(String::from).to_vec())]);
    }
}
