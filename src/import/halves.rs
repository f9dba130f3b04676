//! Two tables of indicators in one: 中期目标 and 年度目标 side by side, with level 1 in front of both.
//!
//! The annual half is the table; what the other half says of the same indicator is its 周期.

use super::form::{Form, Found};
use super::grid::Row;
use super::labels::{self, Column, Goal};
use super::repair::{Certainty, Repair};
use super::rows::{self, Header, Inherited};

/// The half beside the annual one.
pub(super) struct Medium {
    /// Its columns.
    header: Header,
    inherited: Inherited,
    /// The columns of the annual half, from and to.
    annual: [u32; 2],
    /// The columns of its own, from and to.
    own: [u32; 2],
    /// What it says.
    read: Form,
}

/// Parts a header whose names and targets stand there twice; `order` says which half is which.
pub(super) fn part(row: &Row, header: &mut Header, order: [Goal; 2]) -> Option<Medium> {
    // As often as the name that the header has it by: 绩效指标 in front of it is the label of the block.
    let places = |wanted: Column| -> Vec<u32> {
        let at = header.columns.iter().find(|(column, _)| *column == wanted).map(|(_, at)| *at);
        let name = at.and_then(|at| row.get(at)).map(|cell| labels::plain(&cell.text));
        row.cells
            .iter()
            .filter(|cell| name.as_ref() == Some(&labels::plain(&cell.text)))
            .map(|cell| cell.column)
            .collect()
    };
    let (names, targets) = (places(Column::Name), places(Column::Target));
    let ([first, second], [one, two]) = (<[u32; 2]>::try_from(names).ok()?, <[u32; 2]>::try_from(targets).ok()?);
    if !(first < one && one < second && second < two) {
        return None;
    }
    let [left, right] = [[0, one], [one + 1, u32::MAX]];
    let (own, annual) = if order == [Goal::Long, Goal::Annual] { (left, right) } else { (right, left) };
    let level1 = places(Column::Level1).first().copied();
    let of = |[from, to]: [u32; 2]| {
        let cells = row.cells.iter().filter(|cell| (from..=to).contains(&cell.column) || Some(cell.column) == level1);
        rows::header_at(&[Row { index: row.index, cells: cells.cloned().collect() }], 0, None)
    };
    let ((half, _), (mut other, _)) = (of(annual)?, of(own)?);
    *header = Header { labels: std::mem::take(&mut header.labels), ..half };
    for (column, _) in &mut other.columns {
        if *column == Column::Target {
            *column = Column::Cycle;
        }
    }
    Some(Medium { header: other, inherited: Inherited::default(), annual, own, read: Form::default() })
}

impl Medium {
    /// Reads its half of a row, and gives the row as the annual half has it.
    pub(super) fn row(&mut self, row: &Row, annual: &Header, repairs: &mut Vec<Repair>) -> Row {
        let part = |[from, to]: [u32; 2], header: &Header| {
            let level1 = header.columns.iter().find(|(column, _)| *column == Column::Level1).map(|(_, at)| *at);
            let cells =
                row.cells.iter().filter(|cell| (from..=to).contains(&cell.column) || Some(cell.column) == level1);
            Row { index: row.index, cells: cells.cloned().collect() }
        };
        rows::read(&part(self.own, &self.header), &self.header, &mut self.inherited, &mut self.read, repairs);
        part(self.annual, annual)
    }

    /// Gives each annual indicator its 周期; an indicator of the medium term alone is kept as a text.
    pub(super) fn settle(self, form: &mut Form, repairs: &mut Vec<Repair>) {
        let groups = |form: &Form, at: Option<usize>| -> Vec<String> {
            let pair = at.and_then(|at| form.groups.get(at)).cloned().unwrap_or_default();
            pair.into_iter().flatten().map(|group| group.name).collect()
        };
        let names: Vec<(Vec<String>, String)> =
            form.rows.iter().map(|row| (groups(form, row.group), row.name.text.clone())).collect();
        for row in &self.read.rows {
            let key = (groups(&self.read, row.group), row.name.text.clone());
            let known = names.iter().position(|name| *name == key).and_then(|at| form.rows.get_mut(at));
            match known {
                Some(annual) if annual.cycle.is_none() => {
                    annual.cycle.clone_from(&row.cycle);
                    repairs.push(Repair::sure("指标名称", &row.name, &row.name.text));
                }
                Some(_) | None => {
                    let value = row.cycle.as_ref().map(|cycle| cycle.text.clone()).unwrap_or_default();
                    let text = format!("{}，{} {value}", key.0.join("、"), key.1);
                    let message = format!("`{}` 只在中期目标里，不是年度指标，写进了说明", key.1);
                    let line = Repair::sure("中期指标", &row.name, "说明").because(Certainty::Kept, "E0805", message);
                    repairs.push(line.help("年度里也要考核的，补成一条指标"));
                    let found = row.cycle.as_ref().filter(|cycle| !cycle.is_blank());
                    repairs.extend(found.map(|found| Repair::sure("中期指标值", found, "说明")));
                    form.others.push(("中期指标".to_owned(), Found { text, at: row.name.at.clone() }));
                }
            }
        }
        form.others.extend(self.read.others);
    }
}
