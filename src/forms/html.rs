//! Forms as one page that needs no network and no script.

use minijinja::value::Serde;
use minijinja::{Environment, Value};
use serde::Serialize;

use super::{Form, Style, text};

const TEMPLATE: &str = include_str!("page.html");
const TABLE: &str = include_str!("table.html");

#[derive(Serialize)]
struct Page {
    title: String,
    landscape: bool,
    forms: Vec<Written>,
}

#[derive(Serialize)]
struct Written {
    html: String,
}

#[derive(Serialize)]
struct Table {
    title: String,
    widths: Vec<u32>,
    rows: Vec<Vec<Td>>,
}

#[derive(Serialize)]
struct Td {
    tag: &'static str,
    /// What a label is the label of; empty for what is none.
    scope: &'static str,
    class: &'static str,
    across: u16,
    down: u32,
    lines: Vec<String>,
}

/// The page of some forms.
pub fn html(forms: &[Form]) -> String {
    let tables: Vec<Table> = forms.iter().map(table).collect();
    let title = tables.first().map_or_else(String::new, |table| table.title.clone());
    let landscape = forms.iter().any(|form| form.landscape);
    let forms = tables.iter().map(|table| Written { html: written(table) }).collect();
    rendered(TEMPLATE, &Page { title, landscape, forms }) + "\n"
}

/// The table of one form, for a page of somebody else's.
pub(crate) fn fragment(form: &Form) -> String {
    written(&table(form))
}

fn written(table: &Table) -> String {
    #[derive(Serialize)]
    struct One<'a> {
        form: &'a Table,
    }
    rendered(TABLE, &One { form: table })
}

fn rendered(template: &str, data: &impl Serialize) -> String {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| minijinja::AutoEscape::Html);
    // The templates are part of the program and tests render them.
    environment.render_str(template, Value::from(Serde(data))).unwrap_or_default()
}

fn table(form: &Form) -> Table {
    let title = form.rows.iter().flatten().find(|cell| cell.style == Style::Title);
    let title = title.map_or_else(String::new, |cell| text::text(&cell.content));
    let total: u32 = form.widths.iter().take(usize::from(form.printed)).map(|width| u32::from(*width)).sum();
    let share = |width: &u16| u32::from(*width) * 100 / total.max(1);
    let widths = form.widths.iter().take(usize::from(form.printed)).map(share).collect();
    let rows = form.rows.iter().filter(|row| !row.iter().any(|cell| cell.style == Style::Title));
    let rows = rows.map(|row| {
        let printed = || row.iter().filter(|cell| cell.column < form.printed);
        let heads = printed().all(|cell| cell.style == Style::Label);
        printed()
            .map(|cell| {
                let (tag, class) = look(cell.style);
                let lines = text::text(&cell.content).lines().map(str::to_owned).collect();
                let scope = match (cell.style, heads, cell.down > 1 && cell.column == 0) {
                    (Style::Label, _, true) => "rowgroup",
                    (Style::Label, true, false) => {
                        if cell.across > 1 {
                            "colgroup"
                        } else {
                            "col"
                        }
                    }
                    (Style::Label, false, false) => "row",
                    _ => "",
                };
                Td { tag, scope, class, across: cell.across, down: cell.down, lines }
            })
            .collect()
    });
    Table { title, widths, rows: rows.collect() }
}

fn look(style: Style) -> (&'static str, &'static str) {
    match style {
        Style::Label => ("th", ""),
        Style::Title | Style::Note => ("td", "note"),
        Style::Text => ("td", ""),
        Style::Centre | Style::Input | Style::Aside => ("td", "centre"),
        Style::Amount => ("td", "amount"),
    }
}
