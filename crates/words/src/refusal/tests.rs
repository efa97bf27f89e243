use playground::problem::{FormulaError, examples};
use playground::{Config, link};
use serde_json::{Value, json};

use super::*;
use crate::typography::{fault, is_han};
use crate::{ALL, EN, ZH_HANS};

fn key(rule: &Rule) -> &'static str {
    match rule {
        Rule::DatasetFor { .. } => "dataset",
        Rule::LossFor { .. } => "loss",
        _ => "noise",
    }
}

/// What is wrong with a sentence that is in this language, if anything is.
fn wrong(words: &Words, text: &str) -> Option<String> {
    let has_leftovers = ["{", "  ", "((", " .", "..", "。。", "byte"].iter().any(|leftover| text.contains(leftover));
    let is_whole = text.chars().count() > 6 && text.ends_with(words.common.full_stop.trim_end());
    let is_chinese = text.chars().any(is_han);
    if has_leftovers || !is_whole || is_chinese != (*words == ZH_HANS) {
        return Some(text.into());
    }
    fault(text).filter(|_| is_chinese)
}

#[test]
fn every_refusal_is_a_sentence_in_every_language() {
    let mistakes =
        examples::mistakes().into_iter().map(|mistake| Rule::Formula(Box::new(FormulaError { mistake, offset: 3 })));
    let mut problems: Vec<Problem> =
        examples::rules().into_iter().chain(mistakes).map(|rule| Problem::new(key(&rule), rule, "\"x1*y\"")).collect();
    problems.extend(examples::findings().into_iter().map(|found| Problem::new("noise", Rule::AtMost(3.0), found)));
    problems.extend(examples::rules().into_iter().map(|rule| Problem::new("layers[0].bias", rule, Found::UnknownKey)));
    for words in ALL {
        for problem in &problems {
            let text = words.refusal(problem);
            assert_eq!(wrong(words, &text), None, "{problem:?}");
        }
    }
}

#[test]
fn every_key_has_a_name_in_a_refusal() {
    for words in ALL {
        for key in playground::keys::KEYS {
            let text = words.refusal(&Problem::new(key.name, Rule::Once, Found::Twice));
            assert!(!text.starts_with(key.name), "{text}");
            assert_eq!(wrong(words, &text), None);
        }
    }
}

#[test]
fn a_percentage_in_place_of_a_share_is_told_how_it_may_be_written() {
    let problem = refused(json!({ "stop": { "accuracy": 95 } }));
    assert!(EN.refusal(&problem).contains("write 95 % or 0.95"), "{}", EN.refusal(&problem));
    assert!(ZH_HANS.refusal(&problem).contains("请写 95% 或 0.95"), "{}", ZH_HANS.refusal(&problem));
    let problem = refused(json!({ "noise": 95 }));
    assert!(EN.refusal(&problem).contains("at most 3"), "{}", EN.refusal(&problem));
}

/// What a partial configuration is refused with.
fn refused(partial: Value) -> Problem {
    Config::default().merged(&partial).expect_err("it is no configuration")
}

fn noted(fragment: &str, at: usize) -> Problem {
    link::read(fragment).notes.swap_remove(at)
}

/// Typical refusals as they are read, in English and Chinese.
#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn refusals_read_as_people_say_them() {
    let theirs = "problem=regression&regDataset=reg-plane&noise=80&networkShape=4,900&seed=0.5";
    let large = json!({ "optimiser": "newton", "hiddenLayers": [32, 32], "activations": ["tanh", "tanh"] });
    let place = |key: &str, rule: Rule, found: &str| Problem::new(key, rule, found);
    for (problem, english, chinese) in [
        (refused(json!({ "noise": 8 })), "Noise must be at most 3 (you gave 8).", "噪声不能大于 3（输入的是 8）。"),
        (
            refused(json!({ "learningRate": "abc" })),
            "Learning rate must be a number above 0 and at most 100, such as 0.03 or 3e-2 (you gave abc).",
            "学习率必须是大于 0 且不超过 100 的数字，例如 0.03 或 3e-2（输入的是 abc）。",
        ),
        (
            refused(json!({ "count": 99.5 })),
            "Points must be a whole number from 10 to 5000 (you gave 99.5).",
            "数据点数必须是 10 到 5000 之间的整数（输入的是 99.5）。",
        ),
        (
            refused(json!({ "biasInit": -11 })),
            "Initial bias must be at least −10 (you gave -11).",
            "偏置初始值不能小于 −10（输入的是 -11）。",
        ),
        (
            refused(json!({ "noise": "1" })),
            "Noise must be a number from 0 to 3 (you gave \"1\").",
            "噪声必须是 0 到 3 之间的数字（输入的是 \"1\"）。",
        ),
        (
            Problem::new("clip", Rule::Number, Found::EmptyField),
            "Gradient clipping must be a number above 0 and at most 1,000,000, such as 0.03 or 3e-2 (the field is empty).",
            "梯度裁剪必须是大于 0 且不超过 1,000,000 的数字，例如 0.03 或 3e-2（没有输入任何内容）。",
        ),
        (
            refused(json!({ "batchSize": "none" })),
            "Batch size must be a whole number from 1 to 5000, or “all” (you gave none).",
            "批量大小必须是 1 到 5000 之间的整数，或 all（输入的是 none）。",
        ),
        (
            refused(json!({ "penalty": "l3" })),
            "Regularisation must be none, l1, l2 or elastic (you gave l3).",
            "正则化必须是以下之一：none、l1、l2、elastic（输入的是 l3）。",
        ),
        (
            refused(json!({ "Noise": 1 })),
            "Noise is not a known setting, but noise is.",
            "Noise 不是已知的设置，应为 noise。",
        ),
        (
            refused(json!({ "dataset": "saddle" })),
            "“Saddle” is not a dataset for Classification with 2 classes: set Task to Regression, or choose another dataset.",
            "数据集“鞍面”不适用于“分类（2 个类别）”：请把“任务”改为“回归”，或另选数据集。",
        ),
        (
            refused(json!({ "task": "regression", "dataset": "plane", "loss": "hinge" })),
            "“Hinge” is not a loss for Regression. You can choose Squared, Absolute or Huber.",
            "“合页损失（Hinge）”不适用于“回归”。可选的损失函数：平方损失、绝对值损失、Huber 损失。",
        ),
        (
            refused(json!({ "dataset": "spiral", "classes": 3, "arms": 2 })),
            "Arms must be at least 3, one arm for each class; or set Classes to 2 (you gave 2).",
            "旋臂数不能小于 3，每个类别至少一条旋臂；也可以把“类别数”改为 2（输入的是 2）。",
        ),
        (
            refused(json!({ "dataset": "function", "formula": "2*(x" })),
            "Formula: after “2*(x”, expected an operator or “)”, but the formula ends.",
            "公式：“2*(x”之后，应为运算符或“)”，但公式到此为止。",
        ),
        (
            refused(json!({ "dataset": "function", "formula": "*x" })),
            "Formula: at the beginning, expected a number, a name or “(”, but found “*”.",
            "公式：在开头，应为数字、名称或“(”，但这里是“*”。",
        ),
        (
            refused(json!({ "features": ["x1", "x1 + y"] })),
            "Feature 2: “y” is not known here. You can use x1 or x2.",
            "第 2 个特征：不认识“y”。可以使用：x1、x2。",
        ),
        (
            refused(json!({ "dataset": "function", "formula": "ln(x)" })),
            "Formula must have a finite value everywhere from x = −6 to 6 (it has no value at x = −6).",
            "公式从 x = −6 到 6 必须处处是有限值（在 x = −6 处没有值）。",
        ),
        (
            refused(json!({ "features": ["1/x1"] })),
            "Feature 1 must stay between −10,000 and 10,000 everywhere on the plane (it is ∞ at x1 = 0, x2 = −6).",
            "第 1 个特征在整个平面上必须保持在 −10,000 到 10,000 之间（在 x1 = 0、x2 = −6 处是 ∞）。",
        ),
        (
            refused(json!({ "points": [{ "x": 1, "y": 9, "label": 1 }] })),
            "The y of point 1 must be at most 6 (found 9).",
            "第 1 个数据点的 y 不能大于 6（实际是 9）。",
        ),
        (
            refused(json!({ "weightDecay": 0.1 })),
            "Weight decay must be 0 with “Gradient descent”: choose AdamW or Lion, or the regularisation L2 (you gave 0.1).",
            "权重衰减在使用“梯度下降”时必须是 0：请改用优化器 AdamW、Lion，或选用 L2 正则化（输入的是 0.1）。",
        ),
        (
            refused(large),
            "Optimiser cannot be “Newton, damped” for more than 200 parameters: use fewer neurons or another optimiser (the network has 1185).",
            "优化器“阻尼牛顿法”最多支持 200 个参数：请减少神经元，或换一种优化器（这个网络有 1185 个）。",
        ),
        (
            refused(json!({ "optimiser": "adam", "optimiserParams": { "b1": 2 } })),
            "Parameter b1 of “Adam” must lie between 0 and 0.9999 (you gave 2).",
            "参数 b1 属于“Adam”，必须在 0 到 0.9999 之间（输入的是 2）。",
        ),
        (
            place("layers[0].weights[0][0]", Rule::Number, "null"),
            "layers[0].weights[0][0] must be a number such as 0.03 or 3e-2 (found null).",
            "layers[0].weights[0][0] 必须是数字，例如 0.03 或 3e-2（实际是 null）。",
        ),
        (
            Problem::new("layers[1].weights", Rule::Shaped(Shape::Matrix(4, 2)), Found::Matrix(3, 2)),
            "layers[1].weights must be 4 × 2, neurons × inputs (found 3 × 2).",
            "layers[1].weights 必须是 4 × 2，即神经元数 × 输入数（实际是 3 × 2）。",
        ),
        (
            Problem::new("file", Rule::ModelFile, Found::EmptyFile),
            "The file is not one that was exported here (it is empty).",
            "文件不是从这里导出的（文件是空的）。",
        ),
        (Problem::new("undo", Rule::Undoable, Found::Nothing), "There is nothing to undo.", "没有可以撤销的修改。"),
        (noted("noise=1&noise=2", 0), "Noise must not occur twice.", "噪声不能重复出现。"),
        (noted("v=2", 0), "The version of the link must be 1 (found 2).", "链接的版本必须是 1（实际是 2）。"),
        (
            noted("points=AA", 0),
            "The list of points is cut off (within point 1).",
            "数据点列表不完整（断在第 1 个数据点中间）。",
        ),
        (
            noted(theirs, 0),
            "The link was made with other random numbers: points and initial weights differ; loss, kind of initial weights and order of points are kept (seed 0.5).",
            "链接使用的是另一套随机数：数据点和初始权重会有所不同，损失函数、初始化方法和数据点的顺序不变（种子是 0.5）。",
        ),
        (
            noted(theirs, 2),
            "Noise must lie between 0 and 50 (you gave 80); 50 is used instead.",
            "噪声必须在 0 到 50 之间（输入的是 80）；已改用 50。",
        ),
        (
            noted(theirs, 4),
            "networkShape must be at most 16 layers of 1 to 256 neurons (found 4,900); 4,256 is used instead.",
            "networkShape 最多 16 层，每层 1 到 256 个神经元（实际是 4,900）；已改用 4,256。",
        ),
        (
            Problem::new("link", Rule::SettingsUsed, Found::MoreSettings(14)),
            "The link has more settings that were not used (14).",
            "链接中还有其他设置没有采用（14）。",
        ),
        (
            place("files", Rule::Loaded(playground::problem::Chunk::Files), ""),
            "This part of the page could not be loaded. Check the connection and try again. If the page was updated since you opened it, reload it: points and settings stay, trained weights are lost unless you export them.",
            "页面的这一部分无法加载。请检查网络连接后重试。如果打开页面后网站有过更新，请重新加载：数据点和设置会保留，训练好的权重需要先导出，否则会丢失。",
        ),
    ] {
        assert_eq!([EN.refusal(&problem), ZH_HANS.refusal(&problem)], [english, chinese]);
        assert_eq!([wrong(&EN, english), wrong(&ZH_HANS, chinese)], [None, None]);
    }
}

#[test]
fn a_mistake_in_a_formula_is_found_by_what_stands_before_it() {
    let said = |formula: &str| {
        let Problem { rule, found, .. } = refused(json!({ "dataset": "function", "formula": formula }));
        EN.refusal(&Problem { key: "formula".into(), rule, found })
    };
    assert!(said("cos(x) + sin(x)*)").contains("after “cos(x) + sin(x)*”, expected"));
    assert!(said("2cos(x) + sin(x)*)").contains("after “…cos(x) + sin(x)*”, expected"));
    assert!(said("“x”").contains("“x”"), "of any alphabet");
    // Of a long formula only the beginning is quoted: the place may lie behind it.
    let long = said(&format!("{}2)", "x + ".repeat(20)));
    assert_eq!(long, "Formula: expected an operator or the end, but found “)”.");
}

#[test]
fn bounds_have_all_their_digits() {
    let written = [-6.0, 0.1, 5000.0, 10_000.0, 4_294_967_295.0, 1e17].map(|bound| EN.bound(bound));
    assert_eq!(written, ["−6", "0.1", "5000", "10,000", "4,294,967,295", "1e17"]);
}
