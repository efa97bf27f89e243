//! 简体中文: the texts and nothing else. Terms are those of Chinese course books; a space stands between Chinese and Latin letters
//! or digits, punctuation is full-width. Which text is said when stands in the other files, once for all languages.

mod page;
mod panels;
mod kept;
mod refusals;
mod catalog;
mod keys;

use crate::Words;
use crate::groups::{Boot, Large, Numbers};
use crate::template::Template;

/// The language as the document names it.
pub(crate) const TAG: &str = "zh-Hans";
/// The language as it calls itself.
pub(crate) const NAME: &str = "简体中文";

/// 简体中文.
pub static ZH_HANS: Words = Words {
    tag: TAG,
    name: NAME,
    common: page::COMMON,
    header: page::HEADER,
    settings: panels::SETTINGS,
    data: panels::DATA,
    plot: panels::PLOT,
    network: panels::NETWORK,
    curve: panels::CURVE,
    cards: page::CARDS,
    help: page::HELP,
    opening: page::OPENING,
    experiments: kept::EXPERIMENTS,
    share: kept::SHARE,
    refusals: refusals::REFUSALS,
    catalog: catalog::CATALOG,
    keys: keys::KEYS,
    view_settings: keys::VIEW_SETTINGS,
    numbers: Numbers {
        percent: Template::new("{0}%"),
        large: &[
            Large { from: 1_000_000, unit: 10_000, decimals: 0, text: Template::new("{0} 万") },
            Large { from: 100_000_000, unit: 100_000_000, decimals: 2, text: Template::new("{0} 亿") },
        ],
    },
};

/// What the page says before its program has come.
pub(crate) static BOOT: Boot = Boot {
    tag: TAG,
    loading: "加载中……",
    too_old: "浏览器版本过低，无法运行本实验场",
    too_old_cure: "需要支持 WebAssembly SIMD 的浏览器：Chrome 91、Firefox 89、Safari 16.4 或更高版本。",
    switched_off: "浏览器停用了 WebAssembly",
    switched_off_cure: "本实验场需要它。如果开启了锁定模式，请对本网站关闭；否则请在浏览器设置中允许 WebAssembly，或联系设备管理员。",
    from_file: "本页面是作为文件打开的",
    from_file_cure: "浏览器只能从网页服务器运行本实验场。请在该文件所在的文件夹打开 serve.py（需要 Python）；或者在那里运行“python3 -m http.server 8000”（Windows 上为“py -m http.server 8000”），然后在浏览器中打开 http://localhost:8000。无需联网。",
    no_load: "实验场有一部分没有加载",
    no_load_cure: "有文件无法加载。请检查网络连接，以及内容拦截器或过滤器是否拦住了它，然后重新加载。",
    no_start: "实验场未能启动",
    no_start_cure: "浏览器无法运行其中一个文件，可能是内存不足。请关闭其他标签页，然后重新加载。",
    stopped: "页面出错，已停止运行",
    stopped_cure: "没有向外发送任何数据。重新加载后会沿用原来的设置。如果再次出错，原因可能就是这些设置：请用默认设置开始。下面的详细信息有助于查找原因。",
    reload: "重新加载",
    defaults: "用默认设置开始",
    copy_details: "复制详细信息",
    copied: "已复制",
    copy_by_hand: "浏览器不允许页面复制。详细信息已选中，请用 Ctrl+C、Cmd+C 或菜单复制。",
    late: "实验场还没有启动。可能是网络较慢，可能是内容拦截器或过滤器拦住了文件，也可能是浏览器版本过低。",
    no_script: "本实验场在浏览器中运行，需要启用 JavaScript。",
};
