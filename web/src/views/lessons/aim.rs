//! What is to be reached in a step: a goal with its parts, a number to type, or a choice.

use playground::goal::{Facts, Goal};
use playground::lesson::{Aim, Run};
use playground::{Config, Status, typed_number};
use web_sys::{Element, HtmlInputElement};
use words::Words;
use words::goal::GoalWords;
use yew::prelude::*;

use super::hints::Said;
use super::text::line;
use crate::browser::page;
use crate::components::button::Button;
use crate::components::goal_piece::goal_piece;

/// A goal of facts, part by part.
pub(super) fn goal(words: &Words, goal: &Goal, status: &Status, config: &Config) -> Html {
    let said = GoalWords::of(words);
    let pieces = said.pieces(words, goal, &Facts::new(status, config));
    html! { <div class="goal-line" role="group" aria-label={said.goal}>{ for pieces.into_iter().map(|piece| goal_piece(said, piece)) }</div> }
}

/// What a question shows.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    pub(super) said: Said,
    pub(super) aim: Aim,
    /// The last answer.
    pub(super) answer: Option<f64>,
    pub(super) is_reached: bool,
    pub(super) on_answer: Callback<f64>,
    pub(super) go: Callback<String>,
}

/// A question with what was answered.
#[function_component(Question)]
pub(super) fn question(props: &Props) -> Html {
    match &props.aim {
        Aim::Goal(_) => html! {},
        Aim::Number { .. } => html! { <TypedNumber ..props.clone() /> },
        Aim::Choice { choices, .. } => html! {
            <>
                <div class="choices" role="radiogroup" aria-label={props.said.0.answer}>
                    { for choices.iter().enumerate().map(|(at, runs)| choice(props, at + 1, runs)) }
                </div>
                <Outcome answer={props.answer} words={not_yet(props, false)} />
            </>
        },
    }
}

fn choice(props: &Props, number: usize, runs: &[Run]) -> Html {
    let chosen = props.answer == Some(number as f64);
    let onchange = props.on_answer.reform(move |_: Event| number as f64);
    html! {
        <label class={classes!("choice", chosen.then_some(if props.is_reached { "is-right" } else { "is-wrong" }))}>
            <input type="radio" name="lesson-answer" checked={chosen} {onchange} />
            <span>{ line(runs, &props.go) }</span>
        </label>
    }
}

#[function_component(TypedNumber)]
fn typed(props: &Props) -> Html {
    let said = props.said.0;
    let (field, is_strange) = (use_node_ref(), use_state_eq(|| false));
    let check = {
        let (field, is_strange, on_answer) = (field.clone(), is_strange.clone(), props.on_answer.clone());
        Callback::from(move |()| {
            let Some(field) = field.cast::<HtmlInputElement>() else { return };
            let number = typed_number(&without_separators(&field.value()));
            is_strange.set(number.is_none());
            number.into_iter().for_each(|number| on_answer.emit(number));
        })
    };
    let onsubmit = {
        let check = check.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            check.emit(());
        })
    };
    html! {
        <form class="answer" {onsubmit}>
            <label for="lesson-number" ~textContent={said.answer} />
            <input ref={field} id="lesson-number" type="text" inputmode="text" autocomplete="off" aria-invalid={if *is_strange { "true" } else { "false" }} aria-describedby="lesson-outcome" />
            { Button::of("btn", said.check).does(check.reform(|_| ())) }
            <Outcome answer={props.answer} words={not_yet(props, *is_strange)} />
        </form>
    }
}

/// A number without the commas or blanks that part its thousands; anything else as it is.
fn without_separators(typed: &str) -> String {
    let parts: Vec<&str> = typed.trim().split([',', '，', ' ', '\u{202f}']).collect();
    let is_digits = |part: &&str| part.chars().all(|digit| digit.is_ascii_digit());
    let is_number = parts.len() > 1
        && parts.iter().all(is_digits)
        && (1..=3).contains(&parts[0].len())
        && !parts[0].starts_with('0')
        && parts[1..].iter().all(|part| part.len() == 3);
    if is_number { parts.concat() } else { typed.to_owned() }
}

/// What is said of the last answer.
fn not_yet(props: &Props, is_strange: bool) -> &'static str {
    let said = props.said.0;
    match props.answer {
        _ if is_strange => said.no_number,
        Some(_) if !props.is_reached => said.not_yet,
        _ => "",
    }
}

/// What the outcome shows.
#[derive(Clone, PartialEq, Properties)]
struct OutcomeProps {
    answer: Option<f64>,
    words: &'static str,
}

/// What is said of the last answer, brought into sight when there is one.
#[function_component(Outcome)]
fn outcome(props: &OutcomeProps) -> Html {
    let place = use_node_ref();
    {
        let place = place.clone();
        use_effect_with(props.clone(), move |props| {
            if !props.words.is_empty() {
                place.cast::<Element>().iter().for_each(page::show_nearest);
            }
        });
    }
    html! { <span ref={place} id="lesson-outcome" role="status" ~textContent={props.words} /> }
}

#[cfg(test)]
mod tests {
    use super::without_separators;

    #[test]
    fn thousands_may_be_parted() {
        for (typed, plain) in [("1,000", "1000"), ("11 689 512", "11689512"), ("1，000", "1000"), (" 12,500 ", "12500")]
        {
            assert_eq!(without_separators(typed), plain);
        }
        for other in ["0,7", "0,700", "1,00", "1000", "1,0000", "a,000", ",000", "-1,000", "1.5"] {
            assert_eq!(without_separators(other), other);
        }
    }
}
