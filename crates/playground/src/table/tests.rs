//! The way from a text to points: files as people have them.

use std::rc::Rc;

use super::*;
use crate::config::{Config, Scaling};
use crate::data::{Point, shortest_f64};
use crate::problem::Problem;
use crate::task::Task;

const BANANA: &str = include_str!("../../../../tests/data/banana.csv");
const FLAME: &str = include_str!("../../../../tests/data/flame.txt");
const LINEAR: &str = include_str!("../../../../tests/data/Daten_Lineare_Regression.csv");
const HOURS: &str = include_str!("../../../../tests/data/Lernzeit_Punkte.csv");
const SPIRALS: &str = include_str!("../../../../web/data/two-spirals.csv");
const RIPLEY_TRAIN: &str = include_str!("../../../../web/data/ripley-synth-train.csv");
const RIPLEY_TEST: &str = include_str!("../../../../web/data/ripley-synth-test.csv");

const LIMIT: usize = crate::keys::MAX_POINTS;

fn read(text: &str) -> Table {
    Table::read(&text.into(), Reading::default()).unwrap_or_else(|problem| panic!("{text:.60}: {problem}"))
}

fn imported(texts: &[&str]) -> Imported {
    try_import(texts).unwrap_or_else(|problem| panic!("{texts:.60?}: {problem}"))
}

fn try_import(texts: &[&str]) -> Result<Imported, Problem> {
    let tables = texts.iter().map(|text| Table::read(&Rc::from(*text), Reading::default()));
    let tables = tables.collect::<Result<Vec<_>, _>>()?;
    let mapping = Mapping::guess(&tables[0])?;
    import(&tables.iter().collect::<Vec<_>>(), &mapping, 1, LIMIT)
}

/// The points in the units of the table, with the names of their classes or their values.
fn in_units(imported: &Imported) -> Vec<(f64, f64, String)> {
    let Scaling { mean, scale } = imported.scaling.unwrap_or(Scaling { mean: [0.0; 3], scale: [1.0; 3] });
    let unit = |value: f32, axis: usize| shortest_f64(value) * scale[axis] + mean[axis];
    let label = |point: &Point| match imported.classes.get(point.label as usize - usize::from(point.label >= 1.0)) {
        Some(class) => class.name.clone(),
        None => unit(point.label, 2).to_string(),
    };
    imported.points.iter().map(|point| (unit(point.x, 0), unit(point.y, 1), label(point))).collect()
}

fn sizes(imported: &Imported) -> Vec<(&str, usize)> {
    imported.classes.iter().map(|class| (&*class.name, class.n_points)).collect()
}

fn accepted(imported: &Imported) -> Config {
    let config = Config::default().merged(&imported.changes()).expect("what was imported is a change");
    assert_eq!((config.points.len(), config.task), (imported.points.len(), imported.task));
    config
}

#[test]
fn banana_has_a_byte_order_mark_and_more_rows_than_points_can_be() {
    let found = imported(&[BANANA]);
    assert_eq!(found.sampled, Some(Sampled { kept: 5000, of: 5300 }));
    // 2,924 and 2,376 of 5,300.
    assert_eq!(sizes(&found), [("-1", 2758), ("1", 2242)]);
    assert_eq!((found.skipped.n, found.scaling, found.fit), (0, None, Fit::Keep));
    let number = |text: &str| text.parse::<f64>().unwrap();
    let row = |line: &str| line.split(',').map(number).collect::<Vec<f64>>();
    let mut rows = BANANA.trim_start_matches('\u{feff}').lines().map(row);
    for (x, y, class) in in_units(&found) {
        assert!(rows.any(|row| row == [x, y, number(&class)]), "the order of the rows stays: {x},{y},{class}");
    }
    let config = accepted(&found);
    assert_eq!(config.class_names, Some(vec!["-1".into(), "1".into()]));
}

#[test]
fn two_spirals_have_blanks_and_tabs_as_they_come() {
    let found = imported(&[SPIRALS]);
    assert_eq!(read(SPIRALS).read_as().separator, Separator::Blanks);
    assert_eq!(sizes(&found), [("0", 97), ("1", 97)]);
    assert_eq!(found.fit, Fit::Same);
    let (x, y, class) = &in_units(&found)[2];
    assert!((x - 0.98568).abs() < 1e-6 && (y - 0.60466).abs() < 1e-6 && class == "1");
    assert_eq!(found.scaling.map(|scaling| scaling.scale), Some([0.1, 0.1, 1.0]));
    accepted(&found);
}

#[test]
fn a_german_spreadsheet_has_semicolons_and_decimal_commas() {
    let table = read(LINEAR);
    assert_eq!(table.read_as(), ReadAs { separator: Separator::Semicolon, decimal: DecimalMark::Comma, header: true });
    let found = imported(&[LINEAR]);
    assert_eq!((found.task, found.points.len(), found.skipped.n), (Task::Regression, 100, 0));
    assert_eq!(found.axis_names, Some(vec!["X1".into(), "X2".into(), "Y".into()]));
    let (x, y, value) = &in_units(&found)[0];
    assert!((x - 0.73).abs() < 1e-4 && (y + 4.0).abs() < 1e-4, "{x} {y}");
    assert!((value.parse::<f64>().unwrap() - 1.0).abs() < 1e-4);
    accepted(&found);
}

#[test]
fn flame_has_tabs_and_in_its_last_row_blanks() {
    let found = imported(&[FLAME]);
    assert_eq!((found.points.len(), found.skipped.n), (240, 0));
    assert_eq!(sizes(&found), [("1", 87), ("2", 153)]);
    let config = accepted(&found);
    assert_eq!((config.class_names, config.axis_names), (None, None));
    let (x, y, class) = &in_units(&found)[239];
    assert!((x - 6.15).abs() < 1e-4 && (y - 26.9).abs() < 1e-4 && class == "1");
}

#[test]
fn ripleys_files_train_and_test_and_their_row_numbers_are_no_position() {
    let found = imported(&[RIPLEY_TRAIN, RIPLEY_TEST]);
    let n_test = found.points.iter().filter(|point| point.test).count();
    assert_eq!((found.points.len(), n_test), (1250, 1000));
    assert_eq!(found.axis_names, Some(vec!["xs".into(), "ys".into(), "yc".into()]));
    assert_eq!(sizes(&found), [("0", 625), ("1", 625)]);
    let (x, y, class) = &in_units(&found)[0];
    assert!((x - 0.05100797).abs() < 1e-6 && (y - 0.16086164).abs() < 1e-6 && class == "0");
    assert_eq!(read(RIPLEY_TRAIN).columns()[0].kind, Kind::Counter);
    accepted(&found);
}

#[test]
fn hours_of_study_are_a_curve() {
    let found = imported(&[HOURS]);
    assert_eq!((found.task, found.points.len(), found.skipped.n), (Task::Curve, 25, 0));
    assert_eq!(found.axis_names, Some(vec!["Stunden".into(), "Punkte".into(), "Punkte".into()]));
    let (x, y, value) = &in_units(&found)[0];
    assert!((x - 2.5).abs() < 1e-5 && (y - 21.0).abs() < 1e-4 && (value.parse::<f64>().unwrap() - 21.0).abs() < 1e-4);
    accepted(&found);
}

#[test]
fn anscombes_quartet_are_curves() {
    for text in [
        include_str!("../../../../web/data/anscombe-1.csv"),
        include_str!("../../../../web/data/anscombe-2.csv"),
        include_str!("../../../../web/data/anscombe-3.csv"),
        include_str!("../../../../web/data/anscombe-4.csv"),
    ] {
        let found = imported(&[text]);
        assert_eq!((found.task, found.points.len(), found.skipped.n), (Task::Curve, 11, 0));
        let mean = in_units(&found).iter().map(|(_, y, _)| y).sum::<f64>() / 11.0;
        assert!((mean - 7.5).abs() < 2e-3, "{mean}");
        let config = accepted(&found);
        assert_eq!((config.loss.as_str(), config.features), ("squared", vec!["x1".to_owned()]));
    }
}

#[test]
fn every_ready_set_is_a_file_and_read_as_its_task() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/data");
    for set in READY_SETS {
        let texts: Vec<String> =
            set.files.iter().map(|name| std::fs::read_to_string(folder.join(name)).expect(name)).collect();
        let found = imported(&texts.iter().map(|text| &**text).collect::<Vec<_>>());
        assert_eq!((found.task, found.skipped.n, found.sampled), (set.task, 0, None), "{}", set.id);
    }
}

/// Classes in any numbering, and how they are called.
#[test]
fn classes_are_counted_by_number_or_name() {
    for (labels, names) in [
        (["0", "1", "1.0", "0.0"], vec!["0", "1"]),
        (["1", "-1", "+1", "−1"], vec!["-1", "1"]),
        (["yes", "no", "yes", "no"], vec!["no", "yes"]),
        (["TRUE", "FALSE", "TRUE", "TRUE"], vec!["FALSE", "TRUE"]),
        (["男", "女", "女", "男"], vec!["女", "男"]),
        (["10", "2", "2", "10"], vec!["2", "10"]),
        (["0.5", "1.5", "0.5", "1.5"], vec!["0.5", "1.5"]),
        (["a b", "'=c", "a b", "'=c"], vec!["=c", "a b"]),
        (["2", "1", "1", "2"], vec!["1", "2"]),
    ] {
        let text = labels.iter().enumerate().map(|(k, label)| format!("{k},{},{label}\n", 2 * k)).collect::<String>();
        let found = imported(&[&format!("a,b,kind\n{text}")]);
        let called: Vec<&str> = found.classes.iter().map(|class| &*class.name).collect();
        assert_eq!(called, names, "{labels:?}");
        let config = accepted(&found);
        assert_eq!(config.class_names.is_none(), names == ["1", "2"]);
    }
    let table = read("a,b,kind\n1,2,low\n2,4,high\n3,1,mid\n1,1,low\n5,3,high\n2,2,mid\n");
    let class_order = ["low", "mid", "high"].map(String::from).to_vec();
    let mapping = Mapping { class_order: class_order.clone(), ..Mapping::guess(&table).unwrap() };
    let found = import(&[&table], &mapping, 1, LIMIT).unwrap();
    assert_eq!(found.classes.iter().map(|class| class.name.clone()).collect::<Vec<_>>(), class_order);
    assert_eq!(found.points[1].label, 3.0);
}

#[test]
fn bad_rows_are_named_and_the_rest_is_used() {
    let text = "height,weight,kind\n1,2,a\nabc,2,a\n3,,b\n4,inf,b\n5,1,b\n6,1e308,a\n1,1,b,7,8\n2,\"2,b\n3,3,a\n4,1,\n3,1,NA\n";
    let found = imported(&[text]);
    assert_eq!((found.points.len(), found.skipped.n), (3, 8));
    let said: Vec<String> = found.skipped.first.iter().map(|row| format!("{}: {}", row.line, row.problem)).collect();
    assert_eq!(
        said,
        [
            "3: column height must be a number, got abc",
            "4: column weight must be given, got nothing",
            "5: column weight must be a finite number, got inf",
            "7: column weight must lie between -1000000000000000 and 1000000000000000, got 1e308",
            "8: row must have at most 3 entries, got 5",
        ]
    );
    let table = read("9,1,0\n1,1,1\n2,2,0\n-6,3,1\n1,1,1\n");
    let kept = Mapping { fit: Some(Fit::Keep), ..Mapping::guess(&table).unwrap() };
    let found = import(&[&table], &kept, 1, LIMIT).unwrap();
    assert_eq!((found.points.len(), found.skipped.n, found.scaling), (4, 1, None));
    assert_eq!(found.skipped.first[0].problem.to_string(), "columns[0] must lie between -6 and 6, got 9");
}

#[test]
fn what_cannot_be_points_is_refused_with_the_reason() {
    let said = |texts: &[&str]| try_import(texts).map_or_else(|problem| problem.to_string(), |_| "accepted".into());
    let many = (0..20).map(|k| format!("{k},{},class{}\n", k * k, k % 9)).collect::<String>();
    for (texts, problem) in [
        (vec![""], "file must have a row that can be used, got an empty file"),
        (vec!["\n# nothing\n"], "file must have a row that can be used, got an empty file"),
        (vec!["x,y,class\n"], "file must have two columns of numbers, got 0"),
        (vec!["hello\nworld\n"], "file must have two columns of numbers, got 0"),
        (vec!["a,1\nb,2\n"], "file must have two columns of numbers, got 1"),
        (vec!["a,b,kind\n1,2,x\n2,3,x\n4,5,x\n"], "accepted"),
        (vec!["a,b,class\n1,2,x\n2,3,x\n4,5,x\n"], "column class must hold 2 to 8 classes, got 1"),
        (vec![&format!("a,b,class\n{many}")], "column class must hold 2 to 8 classes, got 9"),
        (vec!["a,b,c\n1,2,0\n2,3,1\n4,5,0\n5,5,1\n", "a,b,d\n1,2,0\n"], "column c must be in both files, got nothing"),
        (vec!["1,2,0\n2,3,1\n4,5,0\n5,5,1\n", "1,2\n"], "columns[2] must be in both files, got nothing"),
    ] {
        assert_eq!(said(&texts), problem, "{texts:.40?}");
    }
    let huge: Rc<str> = "1,2\n".repeat(5_000_001).into();
    let refused = Table::read(&huge, Reading::default()).expect_err("it is too large");
    assert_eq!(refused.to_string(), "file must be smaller than 20 megabytes, got more");
}

#[test]
fn what_is_guessed_can_be_chosen() {
    let text: Rc<str> = "1,5;2;0\n2,5;3;1\n".into();
    let with = |reading: Reading| Table::read(&text, reading).unwrap().read_as();
    let guessed = ReadAs { separator: Separator::Semicolon, decimal: DecimalMark::Comma, header: false };
    assert_eq!(with(Reading::default()), guessed);
    assert_eq!(with(Reading { separator: Some(Separator::Comma), ..Reading::default() }).separator, Separator::Comma);
    assert_eq!(with(Reading { header: Some(true), ..Reading::default() }), ReadAs { header: true, ..guessed });
    let point = Reading { decimal: Some(DecimalMark::Point), ..Reading::default() };
    assert_eq!(with(point).decimal, DecimalMark::Point);
    for (text, separator, decimal, header) in [
        ("x y\n1,5 2,5\n2 3\n", Separator::Blanks, DecimalMark::Comma, true),
        ("a b\tc\n1\t2\n2\t3\n", Separator::Tab, DecimalMark::Point, true),
        ("1, 2, 3\n4, 5, 6\n", Separator::Comma, DecimalMark::Point, false),
        ("\"1,5\",\"2,5\"\n\"3,5\",\"4\"\n", Separator::Comma, DecimalMark::Comma, false),
        ("# x y\n1 2\n2 3\n", Separator::Blanks, DecimalMark::Point, true),
        ("@relation r\n@data\n1.5,2,a\n2.5,3,b\n", Separator::Comma, DecimalMark::Point, false),
        ("x;y\n1.234,5;2\n2;3\n", Separator::Semicolon, DecimalMark::Comma, true),
    ] {
        assert_eq!(read(text).read_as(), ReadAs { separator, decimal, header }, "{text}");
    }
    assert_eq!(read("# x y\n1 2\n2 3\n").columns()[1].name, "y");
}

#[test]
fn where_a_table_marks_no_test_rows_a_share_of_each_class_tests() {
    let rows: Vec<String> = (0..60).map(|k| format!("{k}.5,{},{}", k % 7, ["a", "b"][usize::from(k >= 40)])).collect();
    let table = read(&format!("x1,x2,class\n{}", rows.join("\n")));
    let guess = Mapping::guess(&table).unwrap();
    let of = |share: f64, seed: u32| {
        let mapping = Mapping { test_share: share, ..guess.clone() };
        import(&[&table], &mapping, seed, LIMIT).unwrap()
    };
    assert_eq!(of(guess.test_share, 1).n_tests(), 0);
    let found = of(0.2, 1);
    let tests = |label: f32| found.points.iter().filter(|point| point.test && point.label == label).count();
    assert_eq!([tests(1.0), tests(2.0)], [8, 4]);
    assert!(found == of(0.2, 1) && found != of(0.2, 2));
    let mapping = Mapping { test_share: 0.5, ..guess };
    let two = import(&[&table, &table], &mapping, 1, LIMIT).unwrap();
    assert_eq!((two.points.len(), two.n_tests()), (120, 60), "the second file says which rows test");
    assert_eq!([49, 50].map(usual_test_share), [0.0, 0.2]);
}
