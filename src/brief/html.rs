//! The report as one page: no network, no script, the same bytes for the same input.

use minijinja::value::Serde;
use minijinja::{Environment, Value};
use serde::Serialize;

use super::Brief;
use super::blocks::NOTHING_TO_DO;
use super::chart::{AT_TARGET, LONGEST};
use super::facts::{LISTED, NAMED};
use crate::forms::html::fragment;
use crate::report::provenance::{ALGORITHM, Provenance};

const TEMPLATE: &str = include_str!("page.html");
/// What every page looks like.
const STYLE: &str = include_str!("style.css");

#[derive(Serialize)]
struct Page<'a> {
    title: String,
    algorithm: &'static str,
    provenance: &'a Provenance,
    at_target: i128,
    longest: i128,
    /// How many losses the sentence names, and how many a list does.
    named: usize,
    listed: usize,
    nothing: &'static str,
    briefs: Vec<Article<'a>>,
}

#[derive(Serialize)]
struct Article<'a> {
    #[serde(flatten)]
    brief: &'a Brief,
    /// The official form, as HTML.
    form: String,
    /// What its ids begin with; empty where there is one.
    prefix: String,
}

/// The page of some scorecards.
pub fn html(briefs: &[Brief], provenance: &Provenance) -> String {
    let title = match briefs {
        [one] => one.title.clone(),
        several => format!("{} 个部门、项目的绩效得分", several.len()),
    };
    let articles = briefs.iter().enumerate().map(|(at, brief)| Article {
        brief,
        form: fragment(&brief.form),
        prefix: if briefs.len() > 1 { format!("{}-", at + 1) } else { String::new() },
    });
    let page = Page {
        title,
        algorithm: ALGORITHM,
        provenance,
        at_target: AT_TARGET,
        longest: LONGEST,
        named: NAMED,
        listed: LISTED,
        nothing: NOTHING_TO_DO,
        briefs: articles.collect(),
    };
    rendered(TEMPLATE, &page)
}

/// A page of a template and its data, of this module and those beside it.
pub(super) fn rendered(template: &str, page: &impl Serialize) -> String {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| minijinja::AutoEscape::Html);
    environment.add_filter("words", words);
    environment.add_global("style", STYLE);
    let page = environment.render_str(template, Value::from(Serde(page)));
    // The template is part of the program and a test renders it.
    page.unwrap_or_default() + "\n"
}

/// A sentence with what it quotes between backticks set off.
fn words(text: &str) -> Value {
    let mut out = String::with_capacity(text.len());
    let mut quoted = false;
    for letter in text.chars() {
        match letter {
            '`' => {
                out.push_str(if quoted { "</q>" } else { "<q>" });
                quoted = !quoted;
            }
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
    if quoted {
        out.push_str("</q>");
    }
    Value::from_safe_string(out)
}
