//! Where an indicator stands, by the official name of its group.

use crate::lint::cx::Line;
use crate::source::Place;

/// The group of an indicator. Groups with names of their own are none of these, and no rule
/// of the family says anything about them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Group {
    Quantity,
    Quality,
    Timeliness,
    Cost,
    Benefit,
    Sustainable,
    Satisfaction,
}

const GROUPS: &[(&str, Group)] = &[
    ("数量指标", Group::Quantity),
    ("质量指标", Group::Quality),
    ("时效指标", Group::Timeliness),
    ("成本指标", Group::Cost),
    ("经济成本指标", Group::Cost),
    ("经济效益指标", Group::Benefit),
    ("社会效益指标", Group::Benefit),
    ("生态效益指标", Group::Benefit),
    ("可持续影响指标", Group::Sustainable),
    ("服务对象满意度指标", Group::Satisfaction),
    ("满意度指标", Group::Satisfaction),
];

/// The group of an indicator, by its level-2 name, or by its level-1 name without one.
pub(super) fn of(line: &Line<'_>) -> Option<Group> {
    let name = line.level2.unwrap_or(line.level1);
    GROUPS.iter().find(|(known, _)| *known == name).map(|(_, group)| *group)
}

/// The name of the group as the file writes it, and where.
pub(super) fn written<'a>(line: &Line<'a>) -> Option<(&'a str, Place)> {
    let group = line.declaration.groups.get(line.indicator.group as usize)?;
    Some((&group.name, line.at(group.span)))
}
