//! The rows of an indicator table: level 1, level 2 and the indicators below, with how many
//! rows each name takes. A group without indicators keeps a row of its own.

/// One row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Rung {
    /// The level-1 group that begins here, and its rows.
    pub level1: Option<(usize, u32)>,
    /// The level-2 group that begins here, and its rows; a level-1 group that holds
    /// indicators itself has rows without one.
    pub level2: Option<(Option<usize>, u32)>,
    /// The indicator; none for a group without any.
    pub line: Option<usize>,
}

/// The rows of a table. `parents` are the groups, each after its parent; `groups` says for
/// each line which group holds it.
pub(super) fn rungs(parents: &[Option<usize>], groups: &[usize]) -> Vec<Rung> {
    let mut rungs = Vec::new();
    for (top, _) in parents.iter().enumerate().filter(|(_, parent)| parent.is_none()) {
        let mut own = block(groups, top, None);
        for (child, _) in parents.iter().enumerate().filter(|(_, parent)| **parent == Some(top)) {
            own.extend(or_row(block(groups, child, Some(child)), Some(child)));
        }
        let mut own = or_row(own, None);
        let rows = u32::try_from(own.len()).unwrap_or(u32::MAX);
        if let Some(first) = own.first_mut() {
            first.level1 = Some((top, rows));
        }
        rungs.extend(own);
    }
    // A line in no group stands at the end.
    let strays = (0..groups.len()).filter(|line| groups.get(*line).is_none_or(|group| *group >= parents.len()));
    rungs.extend(strays.map(|line| Rung { line: Some(line), ..Rung::default() }));
    rungs
}

fn block(groups: &[usize], group: usize, named: Option<usize>) -> Vec<Rung> {
    let lines = groups.iter().enumerate().filter(|(_, of)| **of == group);
    let mut rungs: Vec<Rung> = lines.map(|(line, _)| Rung { line: Some(line), ..Rung::default() }).collect();
    let rows = u32::try_from(rungs.len()).unwrap_or(u32::MAX);
    if let Some(first) = rungs.first_mut() {
        first.level2 = Some((named, rows));
    }
    rungs
}

/// One empty row where there is none.
fn or_row(rungs: Vec<Rung>, named: Option<usize>) -> Vec<Rung> {
    if rungs.is_empty() { vec![Rung { level2: Some((named, 1)), ..Rung::default() }] } else { rungs }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_span_their_rows_and_empty_ones_keep_one() {
        // 产出 {数量 [0 1], 质量 []}, 成本 [], 效益 [2] with a line of its own.
        let parents = [None, Some(0), Some(0), None, None];
        let rungs = rungs(&parents, &[1, 1, 4]);
        let shown: Vec<_> = rungs.iter().map(|rung| (rung.level1, rung.level2, rung.line)).collect();
        assert_eq!(
            shown,
            [
                (Some((0, 3)), Some((Some(1), 2)), Some(0)),
                (None, None, Some(1)),
                (None, Some((Some(2), 1)), None),
                (Some((3, 1)), Some((None, 1)), None),
                (Some((4, 1)), Some((None, 1)), Some(2)),
            ]
        );
    }
}
