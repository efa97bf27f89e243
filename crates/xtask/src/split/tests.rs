//! The parts of a small module, run by an interpreter: together they do what the whole does, whenever the rest comes.

use wasmi::{Caller, Engine, Extern, Instance, Linker, Module, Store};

use super::links::Links;
use super::{LOADER, Names, Parts, Whole, divide};

/// `run(n)` calls what stays, and for n > 0 what moves: directly, through the table, and from what has moved back to what stays.
const WHOLE: &str = r#"(module
  (import "long/name.js" "__wbg_loadRest_0123456789abcdef" (func $loader))
  (type $unary (func (param i32) (result i32)))
  (memory (export "memory") 1)
  (table 2 2 funcref)
  (global $calls (mut i32) (i32.const 0))
  (elem (i32.const 0) $cold_by_table $hot)
  (data (i32.const 16) "stays")
  (func $run (export "run") (param i32) (result i32)
    (if (result i32) (local.get 0)
      (then (i32.add
        (call $cold (local.get 0) (i32.const 100))
        (call_indirect (type $unary) (local.get 0) (i32.const 0))))
      (else (call_indirect (type $unary) (i32.const 7) (i32.const 1)))))
  (func $hot (param i32) (result i32) (call $count) (i32.add (local.get 0) (i32.const 1)))
  (func $count (global.set $calls (i32.add (global.get $calls) (i32.const 1))))
  (func $cold (param i32 i32) (result i32) (call $colder (i32.add (local.get 0) (local.get 1))))
  (func $colder (param i32) (result i32) (call $count) (i32.mul (local.get 0) (i32.const 2)))
  (func $cold_by_table (param i32) (result i32) (i32.add (call $hot (local.get 0)) (i32.const 1000)))
  (func $calls (export "calls") (result i32) (global.get $calls)))"#;

fn parts(is_first: impl Fn(&str) -> bool) -> Parts {
    divide(&wat::parse_str(WHOLE).unwrap(), &Links::default(), is_first).unwrap()
}

/// What `run` and `calls` give for each of these arguments, and how often the rest was asked for.
fn outcomes(parts: &Parts, args: &[i32]) -> (Vec<(i32, i32)>, usize) {
    let engine = Engine::default();
    let mut store = Store::new(&engine, (None::<Instance>, 0));
    let mut linker = Linker::new(&engine);
    let rest = Module::new(&engine, &parts.rest).unwrap();
    let load = move |mut caller: Caller<'_, (Option<Instance>, usize)>| {
        caller.data_mut().1 += 1;
        if caller.data().1 > 1 {
            return;
        }
        let first = caller.data().0.unwrap();
        let engine = caller.engine().clone();
        let exports: Vec<(String, Extern)> =
            first.exports(&caller).map(|export| (export.name().to_owned(), export.into_extern())).collect();
        let mut linker = Linker::<(Option<Instance>, usize)>::new(&engine);
        for (name, item) in exports {
            linker.define("a", &name, item).unwrap();
        }
        linker.instantiate_and_start(&mut caller, &rest).unwrap();
    };
    let whole = wat::parse_str(WHOLE).unwrap();
    let long = Whole::read(&whole).unwrap().imports[0];
    linker.func_wrap(parts.names.short(long.0), parts.names.short(long.1), load).unwrap();
    let first = Module::new(&engine, &parts.first).unwrap();
    let instance = linker.instantiate_and_start(&mut store, &first).unwrap();
    store.data_mut().0 = Some(instance);
    let run = instance.get_typed_func::<i32, i32>(&store, "run").unwrap();
    let calls = instance.get_typed_func::<(), i32>(&store, "calls").unwrap();
    let given =
        args.iter().map(|arg| (run.call(&mut store, *arg).unwrap(), calls.call(&mut store, ()).unwrap())).collect();
    (given, store.data().1)
}

#[test]
fn the_parts_together_do_what_the_whole_does() {
    let wanted = vec![(8, 1), (8, 2), (1210, 4), (8, 5), (1222, 7)];
    let divided = parts(|name| !name.starts_with("cold"));
    assert_eq!(outcomes(&divided, &[0, 0, 3, 0, 7]), (wanted.clone(), 1), "the rest comes once, when it is needed");
    assert_eq!(outcomes(&parts(|_| true), &[0, 0, 3, 0, 7]), (wanted.clone(), 0), "nothing has moved");
    assert_eq!(outcomes(&parts(|_| false), &[0, 0, 3, 0, 7]), (wanted, 1), "all has moved that can");
}

#[test]
fn what_moves_is_no_longer_in_the_first_part() {
    let (all, few) = (parts(|_| true), parts(|name| !name.starts_with("cold")));
    assert!(few.rest.len() > all.rest.len(), "{} and {}", few.rest.len(), all.rest.len());
    let whole = wat::parse_str(WHOLE).unwrap();
    assert!(!few.first.windows(LOADER.len()).any(|at| at == LOADER.as_bytes()), "names of imports are short");
    assert!(whole.windows(LOADER.len()).any(|at| at == LOADER.as_bytes()));
}

#[test]
fn a_script_gives_what_is_imported_by_the_same_names() {
    let whole = wat::parse_str(WHOLE).unwrap();
    let names = Names::new(&Whole::read(&whole).unwrap());
    let script = r#"{"long/name.js":{__wbg_loadRest_0123456789abcdef:function(){}},__wbg_loadRest_0:1}"#;
    let module = names.short("long/name.js").to_owned();
    let function = names.short("__wbg_loadRest_0123456789abcdef").to_owned();
    assert_eq!(names.shorten(script), format!(r#"{{"{module}":{{{function}:function(){{}}}},__wbg_loadRest_0:1}}"#));
}

#[test]
fn a_module_without_a_loader_is_refused() {
    let text = WHOLE.replace("loadRest", "another");
    let error = divide(&wat::parse_str(text).unwrap(), &Links::default(), |_| true).err().unwrap();
    assert_eq!(error.to_string(), "an import must be named loadRest");
}
