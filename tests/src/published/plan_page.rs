//! The page that shows how a plan is made, in Markdown: what `autodiff` prints at each stage, for the network of
//! `small_network.rs`.

use super::small_network::stages;

const SOURCE: &str = include_str!("small_network.rs");

/// The page as Markdown.
pub(super) fn page() -> String {
    let (forward_pass, stages) = stages();
    let n = |text: &str| text.lines().filter(|line| !line.starts_with(' ')).count().to_string();
    let body = SOURCE.split_once("Stages) {\n").map_or(SOURCE, |(_, body)| body);
    let [lowered, fused, sums, merged] = [&stages.lowered, &stages.fused, &stages.sums, &stages.merged];
    assert_eq!(n(merged), "7", "the page says what each of seven kernels is for");
    PAGE.replace("{source}", &unindented(body.trim_end().trim_end_matches('}')))
        .replace("{forward pass}", forward_pass.trim_end())
        .replace("{groups}", stages.groups.trim_end())
        .replace("{lowered}", lowered.trim_end())
        .replace("{fused}", fused.trim_end())
        .replace("{sums}", sums.trim_end())
        .replace("{merged}", merged.trim_end())
        .replace("{placed}", stages.placed.trim_end())
        .replace("{code}", stages.code.trim_end())
        .replace("{n nodes}", &n(&stages.groups))
        .replace("{n lowered}", &n(lowered))
        .replace("{n fused}", &n(fused))
        .replace("{n sums}", &n(sums))
        .replace("{n merged}", &n(merged))
}

fn unindented(text: &str) -> String {
    let lines = text.lines().map(|line| line.strip_prefix("    ").unwrap_or(line));
    lines.collect::<Vec<_>>().join("\n").trim_end().to_owned()
}

const PAGE: &str = "\
# How a plan is made

A plan is a compiled graph: a list of kernels, each of which is one pass over memory. This page follows one training step from
the graph to the instructions. Everything in the blocks is printed by the program (`autodiff::plan::Stages`); `cargo xtask schema`
writes the page, and a test holds it true. The stages are the files of `crates/autodiff/src/plan/`, in the same order.

The network has two inputs, two tanh units and one output. A matrix has a row per unit and a column per point.

```rust
{source}
```

## Graph

A node is an operation, the numbers of its arguments, and the shape of its result. Equal nodes are one node: `%15` is squared by
`mul %15 %15`. An operand that is smaller than the other is broadcast. This is the forward pass:

```text
{forward pass}
```

`grad` appends the backward pass to the same graph, and the updates follow it.

## Groups: what is stored

`groups.rs` walks back from the results, of which there are five here: the loss and four updated parameters. It decides for each of the
{n nodes} nodes that they need whether its value is stored. An elementwise node whose readers are all in one kernel is computed inside
that kernel. The slope of an activation is stored beside the activation, by the same kernel, because the backward pass reads it. A
constant, a broadcast and a transpose are ways of reading a value, and not stored. (`rewrite.rs`, which runs before, has nothing to
do here: it makes the masks of rectifiers cheaper.)

```text
{groups}
```

## Chains: a kernel for each stored value

`lower.rs` makes one kernel of each stored node: {n lowered} kernels. A product gets a kernel by the class of its shapes. Elementwise
nodes become a chain, whose steps are in SSA form: step 3 is the value of step 3. A constant of any shape is one `number`,
and a bias is read as a column.

```text
{lowered}
```

## Fused: what follows a product moves into it

A product has its result in registers before it stores it, so that what follows costs no pass over memory. `fuse.rs` recognises the
few chains that training is made of: bias with an activation and its slope (`+ bias, tanh and slope`), the product with that
slope on the way back (`times slope`), and a step of gradient descent (`p − rate · it`). {n fused} kernels are left:

```text
{fused}
```

`sums.rs` then moves the sums of a matrix's rows into a product that reads the same matrix. The gradients of bias and weights are
such a pair. {n sums} kernels are left:

```text
{sums}
```

`merge.rs` joins chains of one shape that read the same values or each other's, so that the loss and its derivative are one pass.
{n merged} kernels are left: two forward, two for the loss, one back, and two that step.

```text
{merged}
```

## Placed: values share memory

`place.rs` gives each value its first vector in one arena; a vector holds four `f32`. Inputs come first, then constants, then what is
computed. A buffer is used again after its last reader. An update is written over its input if no later kernel reads the old value:
the last two kernels write `W1`, `b1`, `W2` and `b2` in place.

```text
{placed}
```

## Code: a chain on the accumulator machine

`registers.rs` turns the steps of each chain that is left into instructions. The machine (`crates/kernels/src/machine.rs`) has one
accumulator of up to eight vectors, which each instruction changes. An operand is read where it lies: a matrix at `@`, a constant, or a
register `r`, which is a chunk of the arena too. A value that is needed again after the accumulator changes is stored into a register,
and a sum grows after each chunk.

```text
{code}
```

Nothing else happens when the plan runs: no allocation, no decision that depends on values, and the same order of every sum on every
machine.
";
