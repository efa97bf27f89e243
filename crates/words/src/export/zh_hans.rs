//! Export and pictures in Simplified Chinese.

use crate::groups::{Export, Exportable};
use crate::template::Template;

const fn format(label: &'static str, what: &'static str, how: &'static str) -> Exportable {
    Exportable { label, what, how }
}

/// The words.
pub(super) static EXPORT: Export = Export {
    groups: ["以后继续", "在别处运行", "写成公式", "表格", "图片"],
    formats: [
        format("权重（JSON）", "整个训练：设置、数据点、权重以及优化器的状态。", "用“导入”可以在这里重新打开。"),
        format("ONNX", "可用于各种推理引擎的网络：输入坐标，输出得分和预测。", "用 onnxruntime 运行，或在 Netron 中查看。"),
        format("safetensors", "只含权重和偏置的张量文件，每个张量都有名称。", "在 Python 中加载。"),
        format("Python (NumPy)", "只用 NumPy 进行预测的 Python 程序，运行时会自检。", "直接运行。"),
        format("Python (PyTorch)", "既能预测、又能从这里继续训练的 Python 程序。", "直接运行，此处再训练 50 步。"),
        format("Python (Keras)", "用 Keras 进行预测的 Python 程序，支持它的每一种后端。", "直接运行。"),
        format("JavaScript", "可在 Node 和浏览器中使用的模块，没有任何依赖。", "直接运行，或作为模块导入。"),
        format("Rust", "单个 Rust 文件，没有任何依赖。", "编译后运行。"),
        format("文本", "把网络写成一行一条的定义。", "粘贴到微分实验室中即可求导。"),
        format("LaTeX", "把网络写成对齐的方程组，保留四位有效数字。", "粘贴到使用 amsmath 的文档中。"),
        format("数据点（CSV）", "每个数据点一行：坐标、类别或数值、用于训练还是测试。", "用任意电子表格软件打开。"),
        format("损失曲线（CSV）", "每条记录一行：步数、轮数、损失、准确率或 R²、学习率。", "用任意电子表格软件打开。"),
        format("输出图", "平面与数据点，带坐标轴和图例。", "SVG 适合文档，其他场合用 PNG。"),
        format("网络图", "网络本身：每个神经元的输出，以及每个权重的大小。", "SVG 适合文档，其他场合用 PNG。"),
        format("损失曲线", "现在显示的图表。", "SVG 适合文档，其他场合用 PNG。"),
    ],
    format: "导出什么",
    at_step: Template::new("第 {0} 步时的状态。"),
    went_on: Template::new("现在已到第 {0} 步。"),
    refresh: "更新",
    making: "正在生成……",
    download: "下载",
    copy_base64: "复制 Base64 文本",
    preview: "预览",
    first_lines: Template::new("前 {0} 行，共 {1} 行"),
    bytes: Template::new("{0} 字节"),
    operators: "算子",
    tensors: "张量",
    decode: Template::new("这是文件字节的 Base64 文本。还原为文件：{0}"),
    kind: "文件类型",
    colors: "配色",
    light: "浅色",
    dark: "深色",
    pixels: Template::new("{0} × {1} 像素"),
    after_step: Template::new("{0}，第 {1} 步之后"),
    about_plot: Template::new("平面上有 {0} 个训练点和 {1} 个测试点，颜色表示网络的预测。"),
    about_diagram: Template::new("特征：{0} 个。各隐藏层的神经元：{1}。输出：{2} 个。"),
    about_curve: Template::new("最后：{0}。"),
    hollow: "测试点（空心）",
    positive: "正权重",
    negative: "负权重",
};
