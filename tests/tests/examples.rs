//! The examples of `autodiff`, `nn` and `playground` print what their heads say.

#[path = "../../crates/autodiff/examples/gradient.rs"]
#[expect(dead_code, reason = "an example has a main function as well")]
mod gradient;
#[path = "../../crates/playground/examples/lab.rs"]
#[expect(dead_code, reason = "an example has a main function as well")]
mod lab;
#[path = "../../crates/nn/examples/plan.rs"]
#[expect(dead_code, reason = "an example has a main function as well")]
mod plan;
#[path = "../../crates/autodiff/examples/second_order.rs"]
#[expect(dead_code, reason = "an example has a main function as well")]
mod second_order;
#[path = "../../crates/nn/examples/xor.rs"]
#[expect(dead_code, reason = "an example has a main function as well")]
mod xor;

/// The text between the fences at the head of an example.
fn promised(source: &str) -> String {
    let head = source.lines().map_while(|line| line.strip_prefix("//!"));
    let block = head.skip_while(|line| *line != " ```text").skip(1).take_while(|line| *line != " ```");
    block.map(|line| line.strip_prefix(' ').unwrap_or(line).to_owned() + "\n").collect()
}

macro_rules! prints_what_its_head_says {
    ($($name:ident $place:literal $print:expr),*) => {$(
        #[test]
        fn $name() {
            let printed: String = $print.expect("the example runs");
            assert_eq!(promised(include_str!(concat!("../../crates/", $place))), printed, "{printed}");
        }
    )*};
}
prints_what_its_head_says! {
    the_gradient_example "autodiff/examples/gradient.rs" gradient::run(),
    the_example_of_second_order "autodiff/examples/second_order.rs" second_order::run(),
    the_xor_example "nn/examples/xor.rs" xor::run(),
    the_example_of_the_lab "playground/examples/lab.rs" lab::run(),
    the_example_of_a_plan "nn/examples/plan.rs" plan::run()
}
