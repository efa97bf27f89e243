//! English: the texts and nothing else. Which of them is said when stands in the other files, once for all languages.

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
pub(crate) const TAG: &str = "en";
/// The language as it calls itself.
pub(crate) const NAME: &str = "English";

/// English.
pub static EN: Words = Words {
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
        percent: Template::new("{0} %"),
        large: &[Large { from: 1_000_000, unit: 1_000_000, decimals: 2, text: Template::new("{0} M") }],
    },
};

/// What the page says before its program has come.
pub(crate) static BOOT: Boot = Boot {
    tag: TAG,
    loading: "Loading…",
    too_old: "This browser is too old for the playground",
    too_old_cure: "It needs WebAssembly SIMD: Chrome 91, Firefox 89, Safari 16.4 or later.",
    switched_off: "WebAssembly is switched off in this browser",
    switched_off_cure: "The playground needs it. In Lockdown Mode, turn that off for this website; else allow WebAssembly in the browser’s settings, or ask whoever manages this device.",
    from_file: "This page was opened as a file",
    from_file_cure: "Browsers run the playground only from a web server. In the folder of this file, open serve.py, which needs Python; or run “python3 -m http.server 8000” there (on Windows “py -m http.server 8000”) and open http://localhost:8000 in the browser. No network is needed.",
    no_load: "Part of the playground did not come",
    no_load_cure: "One of its files could not be loaded. Check the connection, and whether a content blocker or filter holds it back; then reload.",
    no_start: "The playground could not start",
    no_start_cure: "The browser could not run one of its files; it may be short of memory. Close other tabs and reload.",
    stopped: "Something went wrong and the page stopped",
    stopped_cure: "Nothing was sent anywhere. Reload to go on with the same settings. If it happens again, these settings may be the cause: start with the defaults. The details below help to find the cause.",
    reload: "Reload",
    defaults: "Start with the defaults",
    copy_details: "Copy details",
    copied: "Copied",
    copy_by_hand: "This browser does not let the page copy. The details are selected: copy them with Ctrl+C, Cmd+C or the menu.",
    late: "The playground has not started yet. The connection may be slow, a content blocker or filter may hold back its files, or the browser may be too old.",
    no_script: "The playground runs in your browser and needs JavaScript.",
};
