//! Two years as one page.

use serde::Serialize;

use super::{Moved, Pair, Years, text};
use crate::brief::html::rendered;

const TEMPLATE: &str = include_str!("page.html");

#[derive(Serialize)]
struct Page<'a> {
    years: &'a Years,
    summary: String,
    rest: Vec<String>,
    pairs: Vec<Article<'a>>,
}

#[derive(Serialize)]
struct Article<'a> {
    pair: &'a Pair,
    title: String,
    said: Vec<String>,
    class: &'static str,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    class: &'static str,
    sign: &'static str,
    word: &'static str,
    name: String,
    targets: String,
    actuals: String,
    scores: String,
    rates: String,
}

/// The page.
pub fn html(years: &Years) -> String {
    let page = Page {
        years,
        summary: text::summary(years),
        rest: text::rest(years),
        pairs: years.pairs.iter().map(article).collect(),
    };
    rendered(TEMPLATE, &page)
}

fn article(pair: &Pair) -> Article<'_> {
    let said = [text::total(pair), text::execution(pair), text::tally(pair)];
    let lines = Moved::ALL.iter().flat_map(|moved| pair.lines.iter().filter(move |line| line.moved == *moved));
    let row = |line: &super::Line| Row {
        class: class(line.moved),
        sign: line.moved.sign(),
        word: line.moved.word(),
        name: text::name(line),
        targets: text::both(&line.targets),
        actuals: text::both(&line.actuals),
        scores: text::both(&line.scores),
        rates: text::rates(line),
    };
    Article {
        pair,
        title: text::title(pair),
        said: said.into_iter().filter(|said| !said.is_empty()).collect(),
        class: class(pair.moved),
        rows: lines.map(row).collect(),
    }
}

fn class(moved: Moved) -> &'static str {
    match moved {
        Moved::Up => "met",
        Moved::Down => "missed",
        Moved::Same => "aside",
        Moved::Open => "open",
    }
}
