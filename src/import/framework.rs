//! Which framework a form follows, and the one it needs where none of heng's own fits.

use rust_decimal::Decimal;

use super::form::{Form, Kind};
use super::repair::{Certainty, Repair};
use super::text;
use crate::model::framework::Framework;
use crate::model::{self, Model};
use crate::source::Source;

/// The frameworks tried for a form, the usual one first.
const FOR_DEPARTMENTS: &[&str] = &["部门整体", "财政部2020", "财政部2021"];
const FOR_PROJECTS: &[&str] = &["财政部2020", "财政部2021"];

/// What a plan says of its framework.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Chosen {
    /// The name behind `框架`.
    pub name: String,
    /// Its declaration, where it is made for the form.
    pub declared: Option<String>,
    /// How it was chosen.
    pub repair: Option<Repair>,
}

/// Chooses the framework of a form. `wanted` is the one that was asked for, `own` the name for
/// one that has to be made.
pub(super) fn choose(form: &Form, wanted: Option<&str>, own: &str) -> Chosen {
    if let Some(wanted) = wanted {
        return Chosen { name: wanted.to_owned(), declared: None, repair: None };
    }
    let prelude = prelude();
    let named =
        form.framework.as_ref().filter(|named| prelude.frameworks.iter().any(|known| *known.name == *named.text));
    if let Some(named) = named {
        let repair = Some(Repair::sure("框架", named, &named.text));
        return Chosen { name: named.text.clone(), declared: None, repair };
    }
    let tried = match form.kind {
        Kind::Department => FOR_DEPARTMENTS,
        Kind::Project => FOR_PROJECTS,
    };
    let known = tried.iter().filter_map(|name| prelude.frameworks.iter().find(|found| &*found.name == *name));
    let best = known.map(|framework| (misfits(framework, form), framework)).min_by_key(|(misfits, _)| misfits.len());
    let title = form.title.clone().unwrap_or_default();
    match best {
        Some((misfits, framework)) if misfits.is_empty() => {
            let name = framework.name.to_string();
            let repair = Repair::sure("框架", &title, &name);
            Chosen { name, declared: None, repair: Some(repair) }
        }
        Some((misfits, framework)) => {
            let own = format!("{own}框架");
            let message = format!("现成的框架里没有{}，按这张表另写了框架 `{own}`", misfits.join("、"));
            let declared = declare(&own, framework, form);
            let repair = Repair::sure("框架", &title, &own).because(Certainty::Doubtful, "E0814", message);
            let repair = repair.help("看一遍这个框架的分值；要用别的框架，写 --framework 名称");
            Chosen { name: own, declared: Some(declared), repair: Some(repair) }
        }
        None => Chosen { name: "财政部2020".to_owned(), declared: None, repair: None },
    }
}

pub(super) fn prelude() -> Model {
    model::build(model::load(Source::new("", ""), &mut |_| Err(String::new())))
}

/// The groups of a form that a framework does not know.
fn misfits(framework: &Framework, form: &Form) -> Vec<String> {
    let mut misfits = Vec::new();
    for [one, two] in &form.groups {
        let level1 = one.as_ref().map(|one| (one, framework.groups.iter().find(|group| knows(group, &one.name))));
        let misfit = match (level1, two) {
            (None, _) => None,
            (Some((one, None)), _) => Some(one.name.clone()),
            (Some((_, Some(_))), None) => None,
            (Some((one, Some(level1))), Some(two)) => {
                let found = level1.children.iter().any(|child| knows(child, &two.name));
                (!found).then(|| format!("{}的{}", one.name, two.name))
            }
        };
        misfits.extend(misfit.filter(|misfit| !misfits.contains(misfit)));
    }
    misfits
}

fn knows(level: &model::framework::Level, name: &str) -> bool {
    level.names().any(|known| known == name)
}

/// A framework of the form's own names and weights. What the form does not weigh keeps the
/// weight of the framework it is made from.
fn declare(own: &str, base: &Framework, form: &Form) -> String {
    let mut ones: Vec<(String, Vec<String>)> = Vec::new();
    for [one, two] in &form.groups {
        let Some(one) = one else { continue };
        if !ones.iter().any(|(name, _)| *name == one.name) {
            ones.push((one.name.clone(), Vec::new()));
        }
        if let Some(two) = two
            && let Some((_, twos)) = ones.iter_mut().find(|(name, _)| *name == one.name)
            && !twos.contains(&two.name)
        {
            twos.push(two.name.clone());
        }
    }
    let mut out = format!("框架 {} 继承 {} {{\n说明 \"照原表的一级、二级指标写的\"\n", text::name(own), base.name);
    for (one, twos) in &ones {
        let base_weight =
            || base.groups.iter().find(|group| knows(group, one))?.weight.as_ref().map(ToString::to_string);
        let weight = weight_of(form, one).map(|weight| weight.normalize().to_string()).or_else(base_weight);
        out += &format!("{} {} 分", text::name(one), weight.unwrap_or_else(|| "0".to_owned()));
        if twos.is_empty() {
            out.push('\n');
        } else {
            out += " {\n";
            for two in twos {
                out += &format!("{}\n", text::name(two));
            }
            out += "}\n";
        }
    }
    for group in base.groups.iter().filter(|group| !ones.iter().any(|(name, _)| knows(group, name))) {
        out += &format!("{} 0 分\n", group.name);
    }
    out + "}\n\n"
}

/// The weight of a level-1 group: the one in its label, or the sum of its indicators' where
/// every one has a weight.
pub(super) fn weight_of(form: &Form, one: &str) -> Option<Decimal> {
    let is_one = |groups: &&[Option<super::form::Group>; 2]| {
        let [first, _] = groups;
        first.as_ref().is_some_and(|first| first.name == one)
    };
    let labelled = form.groups.iter().filter(is_one).find_map(|[first, _]| first.as_ref()?.weight.clone());
    if let Some(weight) = labelled.and_then(|weight| Decimal::from_str_exact(&weight).ok()) {
        return Some(weight);
    }
    let rows = form
        .rows
        .iter()
        .filter(|row| row.group.and_then(|at| form.groups.get(at)).is_some_and(|groups| is_one(&groups)));
    let weights: Option<Vec<Decimal>> =
        rows.map(|row| text::number(&row.weight.as_ref()?.text).map(|(_, value, _)| value)).collect();
    let weights = weights.filter(|weights| !weights.is_empty())?;
    weights.into_iter().try_fold(Decimal::ZERO, Decimal::checked_add)
}
