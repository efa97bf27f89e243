//! A layer's weights as text, in Chinese.

use crate::groups::Matrix;
use crate::template::Template;

/// The words.
pub(super) static MATRIX: Matrix = Matrix {
    open: "文本形式",
    open_why: "复制这些权重，或粘贴来自电子表格、NumPy 或 JSON 的矩阵",
    back: "表格形式",
    text: "该层权重的文本形式",
    how: "可以复制，也可以把矩阵粘贴到这里：电子表格的单元格、列表的列表、NumPy 打印的内容都可以。一行对应一个神经元：先是偏置，然后每个输入一个权重；也可以只有权重。",
    by_input: "一行对应一个输入（转置）",
    bias_last: "偏置在最后",
    using: "设为权重",
    same: "该层现在就是这些数。",
    reads: Template::new("读作 {0}{1}。{2}：{3}。"),
    without_biases: "，不含偏置（偏置不变）",
    with_biases: "，带偏置",
    bias: Template::new("偏置 {0}"),
    entry: Template::new("{0} {1}"),
    more: "……",
    empty: "这里没有数字。",
    too_long: "这段文本太长，任何一层的权重都没有这么多。",
    brackets: "方括号必须构成一个由行组成的列表，例如 [[0.1, 0.2], [0.3, 0.4]]。",
    cell: Template::new("第 {0} 行第 {1} 列必须是数字，例如 −0.5 或 3e-2，实际是“{2}”。"),
    empty_cell: Template::new("第 {0} 行第 {1} 列是空的。"),
    comma: Template::new("第 {0} 行：“{1}”可以看作一个数，也可以看作两个数。请使用小数点，或用分号、制表符分隔各个数。"),
    ragged: Template::new("各行长度必须相同：第 {0} 行有 {1} 个数，而第 1 行有 {2} 个。"),
    shape: Template::new("必须是 {0} × {1}（神经元数 × 输入数），带偏置时是 {0} × {2}，实际是 {3}。"),
    shape_by_input: Template::new("必须是 {0} × {2}（输入数 × 神经元数），带偏置时是 {1} × {2}，实际是 {3}。"),
    turn: [
        "如果一行对应一个输入，形状就相符：请勾选下面的选项。",
        "如果一行对应一个神经元，形状就相符：请取消下面的勾选。",
    ],
};
