//! Pictures of a run to take away: of plot, network and curve, as SVG and PNG, at a fixed size whatever is on the screen. What a picture
//! shows is asked of the session for one moment; how it looks follows the page's settings, language and, unless another one is wanted,
//! theme.

mod canvas;
mod curve;
mod diagram;
mod join;
mod names;
mod plot;
mod run;
mod scene;
mod svg;

use std::rc::Rc;

use playground::{Config, Exported};
use words::Export;

use self::run::Run;
use crate::browser::page;
use crate::draw::canvas::Offscreen;
use crate::draw::theme::Theme;
use crate::exported::{Kind, Of, Options};
use crate::protocol::message::Seen;
use crate::store::state::State;

/// The picture of what was seen, while the page is in this state; none where the browser cannot make it.
pub(crate) fn make(seen: &Seen, kind: Kind, options: Options, state: &State) -> Option<Exported> {
    let theme = page::as_in_theme(options.theme, Theme::read);
    let scene = scene_of(seen, options.of, state, &theme);
    match kind {
        Kind::Png => canvas::png(&scene, options.scale).map(Exported::Bytes),
        Kind::Svg => {
            let mut small = Offscreen::new()?;
            Some(Exported::Text(svg::write(&scene, &mut |pixels, columns| {
                canvas::data_url(&mut small, pixels, columns)
            })))
        }
    }
}

fn scene_of(seen: &Seen, of: Of, state: &State, theme: &Theme) -> scene::Scene {
    let state = State {
        config: Rc::new(Config { points: Vec::new(), ..seen.config.clone() }),
        points: Rc::new(seen.points.clone()),
        status: Some(Rc::new(seen.status.clone())),
        ..state.clone()
    };
    let run = Run {
        words: state.words,
        texts: Export::of(state.words.tag),
        state: &state,
        numbers: &seen.numbers,
        curve: &seen.curve,
        step: seen.status.step,
    };
    match of {
        Of::Plot => plot::scene(&run, theme),
        Of::Diagram => diagram::scene(&run, theme),
        Of::Curve => curve::scene(&run, theme),
    }
}

#[cfg(test)]
mod tests;
