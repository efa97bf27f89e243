//! A table: any text is read in every way without more memory than its length allows, and what is made of it is a change that the
//! default configuration takes, or a refusal that can be said.

use std::rc::Rc;

use playground::Config;
use playground::keys::MAX_POINTS;
use playground::table::{DecimalMark, Fit, Imported, Mapping, NAMED_ROWS, Reading, Separator, Table, import};

use super::{Target, can_be_said};

pub(super) const TARGET: Target = Target {
    name: "",
    read,
    seeds: || SEEDS.map(str::to_owned).to_vec(),
    pieces: &[
        "\n",
        "\r\n",
        "\r",
        ",",
        ";",
        "\t",
        " ",
        "  ",
        "\"",
        "\"\"",
        "\",\"",
        "\"\n\"",
        "'",
        "#",
        "%",
        "@",
        "=",
        "\u{feff}",
        "\u{a0}",
        "\u{200b}",
        "\0",
        "1",
        "0",
        "-1",
        "1.0",
        "0,5",
        "−2",
        "1e308",
        "-1e308",
        "1e-308",
        "1e999",
        "1.234,5",
        "1,234.5",
        "1 000",
        "95%",
        "９５",
        "NaN",
        "inf",
        "-inf",
        "NA",
        "?",
        "x",
        "y",
        "class",
        "label",
        "value",
        "id",
        "set",
        "training",
        "test",
        "yes",
        "no",
        "类别",
        "é",
        "🙂",
        "a,b",
        "1,2,a\n",
        "3,4,b\n",
        "5;6;1\n",
        "7\t8\t0\n",
        "9 10 1\n",
        "6.1,0,a\n",
        "1,1,1\n",
        "1e15,1e15,b\n",
        "x,y,class\n",
        "sep=;\n",
    ],
    longest: 4_000,
    most_bytes: (30_000, 200),
};

const SEEDS: [&str; 8] = [
    "x,y,class,set\n1,2,a,training\n-1.5,0,b,test\n\"3\",4,\"a, \"\"b\"\"\",training\n",
    "Y;X1;X2\r\n1;0,73;-4\r\n2;2,42;-2,5\r\n3;3,96;4\r\n",
    "x\t\ty\t\tclass\n 1.00000  \t0.50000 1.0\n 0.0  0.5 0.0\n 0.9 0.6 1\n 0.1 0.4 0\n",
    "# a comment\n\u{feff}1.85\t27.8\t1\n1.35\t26.65\t2\n1.4\t23.25\t2\n1.4\t23.5\t1\n",
    "rownames,xs,ys,yc\n1,0.05,0.16,0\n2,-0.7,0.08,1\n3,-0.77,0.27,0\n4,0.2,0.1,1\n",
    "Stunden,Punkte\n2.5,21\n5.1,47\n3.2,27",
    "身高;体重;类别\n１７０;６５;男\n160;50;女\n175;70;男\n158;48;女\n",
    "1000000,1e-9,yes\n-5e14,2e-9,no\nabc,1,yes\n1,,no\n1,2,3,4,5\n\"open,1,yes\n7,NaN,no\n",
];

fn read(text: &str) {
    let shared: Rc<str> = text.into();
    check(&shared, Reading::default(), &[None, Some(Fit::Keep), Some(Fit::Same), Some(Fit::Each)]);
    for separator in Separator::ALL {
        for (decimal, header) in [(DecimalMark::Point, false), (DecimalMark::Comma, true)] {
            check(
                &shared,
                Reading { separator: Some(separator), decimal: Some(decimal), header: Some(header) },
                &[None],
            );
        }
    }
}

fn check(text: &Rc<str>, reading: Reading, fits: &[Option<Fit>]) {
    let table = match Table::read(text, reading) {
        Ok(table) => table,
        Err(problem) => return can_be_said(&problem),
    };
    for idx in 0..table.n_rows() {
        let row = table.row(idx);
        assert!(row.line >= 1 && row.cells.len() <= text.len() + 1, "{text:?}");
    }
    let guess = match Mapping::guess(&table) {
        Ok(guess) => guess,
        Err(problem) => return can_be_said(&problem),
    };
    for fit in fits {
        let mapping = Mapping { fit: *fit, ..guess.clone() };
        for tables in [&[&table][..], &[&table, &table]] {
            for limit in [3, MAX_POINTS] {
                match import(tables, &mapping, 7, limit) {
                    Ok(found) => holds(&found, &table, tables.len(), limit),
                    Err(problem) => can_be_said(&problem),
                }
            }
        }
    }
}

/// That what was imported is a change, and that every row became a point or was left out for a reason.
fn holds(found: &Imported, table: &Table, n_tables: usize, limit: usize) {
    let config = Config::default().merged(&found.changes()).expect("what was imported is a change");
    assert_eq!(config.points, found.points);
    assert!(found.points.len() <= limit);
    let of = found.sampled.map_or(found.points.len(), |sampled| sampled.of);
    assert_eq!(of + found.skipped.n, n_tables * table.n_rows(), "every row is accounted for");
    assert_eq!(found.skipped.first.len(), found.skipped.n.min(NAMED_ROWS));
    found.skipped.first.iter().for_each(|row| can_be_said(&row.problem));
    let named: usize = found.classes.iter().map(|class| class.n_points).sum();
    assert!(found.classes.is_empty() || named == found.points.len());
}
