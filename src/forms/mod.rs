//! The official forms (申报表, 自评表, 监控表, fill-in tables) as plain layout, and their writers.
//!
//! A [`Form`] is made from a declaration or a scorecard by one module each; [`xlsx`],
//! [`html`] and [`csv`] write any form. Nothing is read or decided here: what a form says
//! comes from the model and the score.

mod actual;
pub mod assess;
pub mod back;
pub mod beside;
pub mod csv;
pub mod declare;
pub mod docx;
mod expression;
pub mod fill;
pub mod html;
mod initial;
pub mod interface;
mod judged;
mod ladder;
mod literal;
mod live;
pub mod monitor;
mod text;
pub mod xlsx;

use jiff::civil::Date;

pub(crate) use text::text as printed_text;

/// One form, which is one sheet of a workbook.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Form {
    /// What the sheet is called.
    pub sheet: String,
    /// Width of each column, in characters of half a Chinese one.
    pub widths: Vec<u16>,
    /// From top to bottom; the cells of a row from left to right.
    pub rows: Vec<Vec<Cell>>,
    /// How many columns are printed; those to the right serve the formulas.
    pub printed: u16,
    /// The row that is printed on top of every page.
    pub repeated: Option<u32>,
    /// Whether the sheet is wider than high.
    pub landscape: bool,
    /// Whether only the inputs may be changed.
    pub protected: bool,
    /// A chart of two of its columns.
    pub chart: Option<Chart>,
}

/// Bars, one a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// Above it.
    pub title: String,
    /// The first and the last row.
    pub rows: (u32, u32),
    /// The columns of the names and of the values.
    pub columns: (u16, u16),
    /// Row and column of its upper left corner.
    pub at: (u32, u16),
}

/// One cell, or several merged.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cell {
    /// Its column, from 0.
    pub column: u16,
    /// How many columns it takes.
    pub across: u16,
    /// How many rows it takes.
    pub down: u32,
    /// How it looks.
    pub style: Style,
    /// What it holds.
    pub content: Content,
    /// What may be filled in.
    pub check: Option<Check>,
}

/// What a cell is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Style {
    /// The name of the form.
    Title,
    /// A line under it, or beside a table; no border.
    Note,
    /// The name of a row, a column or a block.
    Label,
    /// Text.
    #[default]
    Text,
    /// Text in the middle.
    Centre,
    /// An amount of money.
    Amount,
    /// Somebody fills it in.
    Input,
    /// Beside the form, for its formulas; not printed.
    Aside,
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Content {
    /// Nothing.
    #[default]
    Empty,
    /// Text.
    Text(String),
    /// A number as a decimal, and how it is shown.
    Number(String, Shown),
    /// A day.
    Date(Date),
    /// A formula without its `=`, and what it comes to now.
    Live(String, Box<Content>),
}

/// How a number is shown.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Shown {
    /// As it is, with a unit behind it.
    Unit(String),
    /// With a thousands separator and two places.
    Money,
    /// With so many places.
    Places(u32),
    /// `0.972` as `97.2%`.
    Percent,
    /// A day that is still to be filled in.
    Day,
}

/// What may be filled into a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What is allowed.
    pub allowed: Allowed,
    /// What a person is told who comes to the cell.
    pub hint: String,
}

/// Kinds of values that may be filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Allowed {
    /// Any number.
    Number,
    /// A share.
    Percent,
    /// A day.
    Date,
    /// One of these words.
    Words(Vec<String>),
    /// Anything.
    Anything,
}

impl Cell {
    /// A cell of one column and one row.
    pub fn new(column: u16, style: Style, content: Content) -> Self {
        Cell { column, across: 1, down: 1, style, content, check: None }
    }

    /// A cell with a text.
    pub fn text(column: u16, style: Style, text: impl Into<String>) -> Self {
        let text = text.into();
        Self::new(column, style, if text.is_empty() { Content::Empty } else { Content::Text(text) })
    }

    /// Over so many columns.
    pub fn across(self, across: u16) -> Self {
        Cell { across, ..self }
    }

    /// Over so many rows.
    pub fn down(self, down: u32) -> Self {
        Cell { down, ..self }
    }

    /// Only such values may be filled in.
    pub fn checked(self, allowed: Allowed, hint: impl Into<String>) -> Self {
        Cell { check: Some(Check { allowed, hint: hint.into() }), ..self }
    }
}
