//! 关于目标的中文文字。

use playground::goal::Fact;

use super::GoalWords;
use super::mistake::Mistakes;
use crate::template::{Plural, Template};

/// The texts.
pub(super) static GOAL: GoalWords = GoalWords {
    goal: "目标",
    reached: "目标已达成",
    marks: ["已满足", "尚未满足"],
    now_reached: Template::new("目标已达成：{0}"),
    facts: [
        "步数",
        "轮次",
        "训练损失",
        "测试损失",
        "训练准确率",
        "测试准确率",
        "准确率",
        "决定系数（R²）",
        "参数个数",
        "隐藏神经元个数",
        "隐藏层层数",
        "特征个数",
        "数据点个数",
    ],
    counted: [
        (Fact::Step, Plural::same("{0} 步")),
        (Fact::Epoch, Plural::same("{0} 轮")),
        (Fact::Parameters, Plural::same("{0} 个参数")),
        (Fact::Neurons, Plural::same("{0} 个隐藏神经元")),
        (Fact::HiddenLayers, Plural::same("{0} 个隐藏层")),
        (Fact::Features, Plural::same("{0} 个特征")),
        (Fact::Points, Plural::same("{0} 个数据点")),
    ],
    compared: [
        Template::new("{0}低于{1}"),
        Template::new("{0}不高于{1}"),
        Template::new("{0}高于{1}"),
        Template::new("{0}不低于{1}"),
        Template::new("{0}等于{1}"),
        Template::new("{0}不等于{1}"),
    ],
    amounts: [
        Template::new("少于 {0}"),
        Template::new("最多 {0}"),
        Template::new("多于 {0}"),
        Template::new("至少 {0}"),
        Template::new("恰好 {0}"),
        Template::new("不是 {0}"),
    ],
    number: Template::new(" {0}"),
    fact: Template::new("{0}"),
    uses: Template::new("使用特征 {0}"),
    without: Template::new("不使用特征 {0}"),
    is: Template::new("{0}为“{1}”"),
    is_not: Template::new("{0}不为“{1}”"),
    not: "不满足",
    and: "，且",
    or: "，或",
    open: "（",
    close: "）",
    now: Template::new("现在 {0}"),
    no_value: "这里没有数值",
    mistakes: Mistakes {
        unreadable: Template::new("无法读取目标：{0}"),
        nested: Template::new("括号和 not 最多嵌套 {0} 层"),
        expected: Template::new("{0}，但这里是“{1}”"),
        ends: Template::new("{0}，但目标到此为止"),
        wanted: [
            "应为条件，例如 testAccuracy >= 95%",
            "应为指标或数字",
            "应为 <、<=、>、>=、== 或 !=",
            "应为 and、or 或结尾",
            "应为 and、or 或“)”",
            "每次只能比较一次，例如 a < b and b < c",
            "应为“(”",
            "应为引号中的文字",
            "应为逗号和引号中的值",
            "应为“)”",
        ],
        write: Template::new("请写 {0}，而不是 {1}"),
        too_large: Template::new("数字 {0} 太大"),
        unknown_fact: Template::new("没有指标“{0}”。可以使用：{1}"),
        unknown_function: Template::new(
            "没有函数“{0}”。可以使用 usesFeature(\"x1^2\") 和 is(\"optimiser\", \"adam\")",
        ),
        unclosed: "引号中的文字没有结尾",
    },
};
