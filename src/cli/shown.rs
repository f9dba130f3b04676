//! Where a finding about an actual value stands: the cell among its neighbours, and the line of
//! the declaration that it is about.

use crate::diag::render::Renderer;
use crate::diag::wrap::columns;
use crate::report::{Report, grid};
use crate::score::Finding;
use crate::score::actuals::Origin;
use crate::source::Place;
use crate::table::around::{Headed, around};

/// What the places of findings are in.
pub(super) struct Shown<'a> {
    pub renderer: &'a Renderer<'a>,
    pub tables: &'a [Headed<'a>],
    pub unicode: bool,
}

impl Shown<'_> {
    /// The cell and the line, drawn.
    pub(super) fn excerpt(&self, report: &Report<'_>, finding: &Finding, width: usize) -> String {
        let cell = self.tables.iter().find_map(|table| around(table, &finding.origin));
        let cell = cell.map(|around| grid::draw(&around, width, self.unicode)).unwrap_or_default();
        let of_value = || {
            let values = &report.actuals.lines;
            values.iter().position(|value| value.origin.as_ref() == Some(&finding.origin))
        };
        let line = finding.line.or_else(of_value).and_then(|line| report.plan.lines.get(line));
        let place = match finding.origin {
            Origin::Heng(place) => Some(place),
            Origin::Cell { .. } => line.map(|line| line.place),
        };
        cell + &place.and_then(|place| self.line(place, width)).unwrap_or_default()
    }

    /// `局.heng:12:5` and the line.
    fn line(&self, place: Place, width: usize) -> Option<String> {
        let (source, at) = self.renderer.locate(place)?;
        let text = source.text.lines().nth(at.line - 1)?.trim();
        let bar = if self.unicode { "│" } else { "|" };
        let head = format!("{} {bar} ", at.line);
        let mut shown = String::new();
        for letter in text.chars() {
            if columns(&head) + columns(&shown) + 3 > width {
                shown.push('…');
                break;
            }
            shown.push(if letter.is_control() { ' ' } else { letter });
        }
        Some(format!("{}:{}:{}\n{head}{shown}\n", source.name, at.line, at.column))
    }
}
