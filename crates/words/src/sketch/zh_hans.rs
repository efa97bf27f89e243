//! What is said of sketches in Simplified Chinese.

use super::SketchWords;
use crate::template::Template;

/// The texts.
pub(super) static SKETCH: SketchWords = SketchWords {
    prediction: "你的预测",
    face: "绘制你的预测",
    tool: "绘制工具",
    tools: ["画笔", "填充", "擦除"],
    pencil: "铅笔",
    fill_why: "填满画笔围住的区域，直到绘图区边缘",
    wide: "粗画笔",
    clear: "清除",
    done: "完成",
    done_why: "画好的预测留在图上，之后可以继续放置数据点",
    difference: "差异",
    keys: "方向键移动光标，空格键落笔或抬笔，回车键在此处画，F 键填充，Delete 键擦除此处，Esc 键结束。",
    pen: ["落笔", "抬笔"],
    how_region: Template::new("画出你认为网络会预测为 {0} 的区域，然后训练并比较。"),
    how_curve: "画出你认为网络会学到的曲线，然后训练并比较。",
    untrained: "现在按“播放”，看看你的预测有多接近。",
    agreement: Template::new("关于 {1}，你和网络在平面的 {0} 上一致。"),
    off: Template::new("你的曲线与网络的曲线平均相差 {0}。"),
    off_in: Template::new("你的曲线与网络的曲线平均相差 {0}（{1}）。"),
    at: Template::new("{0}，{1}：{2}"),
    inside: "已画",
    outside: "未画",
};
