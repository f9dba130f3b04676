//! `heng score --fill`: the scores in a form that a user has already, on a copy of it.

use std::path::{Path, PathBuf};

use super::input::Input;
use super::score::Scored;
use super::shell::Shell;
use super::tables::{self, Matched};
use super::{Failure, output};
use crate::amend::{Edit, amend};
use crate::forms::back::{Back, back};
use crate::plan::Plan;
use crate::table::places::Places;
use crate::table::sheet::{self, Workbook};

/// Names that are listed; nobody reads more.
const MAX_LISTED: usize = 20;

/// A form that is filled in.
pub(super) struct Form {
    path: PathBuf,
    bytes: Vec<u8>,
    workbook: Workbook,
    /// Where the filled form goes.
    target: PathBuf,
    /// What each declaration finds in it.
    matched: Vec<Matched>,
}

impl Form {
    /// Reads a form. The result goes to a copy beside it, unless `output` says otherwise; it may
    /// be the form itself, and none of `others`.
    pub(super) fn open(path: &Path, output: Option<&Path>, others: &[&Path]) -> Result<Self, Failure> {
        let target = match (output, path.file_stem()) {
            (Some(output), _) => output.to_owned(),
            (None, Some(stem)) if path.as_os_str() != "-" => {
                let suffix = path.extension().unwrap_or_default();
                path.with_file_name(format!("{}得分.{}", stem.display(), suffix.display()))
            }
            (None, _) => return Err(Failure::new("不知道写到哪里").help("用 `-o` 写明填好的表叫什么")),
        };
        output::spare(Some(&target), others.iter().copied())?;
        let input = Input::from_arg(path);
        let (name, bytes) = (input.name(), input.bytes()?);
        let workbook = sheet::read(&bytes, &name).map_err(|finding| tables::refused(&name, finding))?;
        Ok(Form { path: path.to_owned(), bytes, workbook, target, matched: Vec::new() })
    }

    /// Finds the rows of each declaration in the form.
    pub(super) fn matched(
        self,
        plans: impl Iterator<Item = Plan>,
        owners: &[&str],
        named: Option<usize>,
    ) -> Result<Self, Failure> {
        let tables = [self.workbook];
        let mut matched: Vec<Matched> = plans.map(|plan| tables::matched(plan, Vec::new(), &tables, owners)).collect();
        if let Some(failure) = matched.iter().find_map(Matched::without_table) {
            return Err(failure);
        }
        tables::settle(&mut matched, named);
        let [workbook] = tables;
        Ok(Form { workbook, matched, ..self })
    }

    /// Whether any actual value is filled in.
    pub(super) fn has_values(&self) -> bool {
        self.matched.iter().any(Matched::has_values)
    }

    /// Writes the form with the scores.
    pub(super) fn fill(&self, scored: &[Scored], owners: &[&str], shell: &mut Shell) -> Result<(), Failure> {
        let places = Places::of(&self.workbook, owners);
        let mut edits: Vec<Edit> = Vec::new();
        let mut backs: Vec<Back> = Vec::new();
        for scored in scored {
            let Some(own) = self.matched.iter().find(|matched| matched.plan.place == scored.plan.place) else {
                continue;
            };
            let back = back(&scored.plan, &scored.bound.actuals, &scored.card, &own.bound.actuals, &places);
            edits.extend(back.edits.iter().cloned());
            backs.push(back);
        }
        let amended = amend(&self.bytes, &edits).map_err(|refusal| {
            Failure::new(format!("`{}` {}", self.path.display(), refusal.message()))
                .help("在 Excel 或 WPS 里另存为 .xlsx 再填；不填可以去掉 `--fill`")
        })?;
        output::write(Some(&self.target), &amended.bytes, shell)?;
        shell.remark(&format!("写好了 `{}`：填了 {} 个格子，其余没有改动", self.target.display(), edits.len()));
        let listed = |names: Vec<&String>| {
            let shown: Vec<String> = names.iter().take(MAX_LISTED).map(|name| format!("`{name}`")).collect();
            let more = if names.len() > MAX_LISTED { format!(" 等 {} 个", names.len()) } else { String::new() };
            format!("{}{more}", shown.join("、"))
        };
        for (what, names) in [
            ("表里没有这些指标的行，没有写", backs.iter().flat_map(|back| &back.without_row).collect::<Vec<_>>()),
            ("得分待定，没有写", backs.iter().flat_map(|back| &back.undecided).collect()),
            ("表里已经填了别的值，没有改写", backs.iter().flat_map(|back| &back.differ).collect()),
            ("格子里是公式，保留公式，打开时重新计算", amended.formulas.iter().map(|(_, cell)| cell).collect()),
        ] {
            if !names.is_empty() {
                shell.remark(&format!("{what}：{}", listed(names)));
            }
        }
        Ok(())
    }
}
