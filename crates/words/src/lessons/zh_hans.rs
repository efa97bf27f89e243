//! The panel of lessons in simplified Chinese.

use crate::groups::Lessons;
use crate::template::Template;

/// The words.
pub(super) static LESSONS: Lessons = Lessons {
    folder: "zh-hans",
    lessons: "课程",
    about: "每节课分为几步，每步约两分钟。练习就在实验场里进行：每一步会设置好实验场，并告诉你要做什么。",
    for_teachers: "全部课程及答案（打印版）",
    close: "关闭课程",
    to_list: "全部课程",
    lesson_of: Template::new("第 {0} 课，共 {1} 课"),
    step_of: Template::new("第 {0} 步，共 {1} 步"),
    n_done: Template::new("已完成 {0}/{1} 步"),
    done: "已完成",
    loading: "正在加载课程……",
    not_come: "课程未能加载，请检查网络连接。",
    try_again: "重试",
    unknown: Template::new("没有名为“{0}”的课程。全部课程如下："),
    task: "任务",
    answer: "你的答案",
    check: "检查",
    not_yet: "还不对，可以看看提示。",
    no_number: "请输入一个数，例如 0.7。",
    reached: "完成",
    hint: "提示",
    hint_more: "该怎么做？",
    no_hint: "眼下没有对应的提示。",
    back: "上一步",
    next: "下一步",
    skip: "跳过",
    next_lesson: Template::new("下一课：{0}"),
    set_up_again: "恢复本步设置",
    set_up_why: "把实验场恢复到本步开始时的设置；按“撤销”可以找回你的设置",
    set_up: Template::new("已设置好：{0}"),
    more: "展开正文",
    less: "收起正文",
    fold: "收起课程",
    unfold: "展开课程",
    show_me: "指给我看：",
    taylor: Template::new("{0} 在 {2} 处的 {1} 次泰勒多项式"),
};
