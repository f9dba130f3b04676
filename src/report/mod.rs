//! Scorecards for people and programs: terminal table, JSON and CSV.
//!
//! Nothing is computed here. All three show the same rows in the same order: the execution
//! of the budget, then each group with its indicators below it, as the forms have them.
//! [`model_json`] is the model before any score.

pub mod audit;
pub mod changes;
pub mod csv;
pub mod drawn;
pub(crate) mod escape;
pub mod findings;
pub mod grid;
pub mod json;
mod layout;
pub mod margin;
mod margin_json;
pub mod marked;
pub mod model_json;
pub mod monitor;
pub mod provenance;
pub mod record;
pub mod repairs;
pub(crate) mod rows;
pub(crate) mod sections;
pub mod table;
pub mod trial;
pub mod verify;
pub mod whatif;

use crate::plan::Plan;
use crate::score::actuals::{Actuals, Origin};
use crate::score::{Derivation, Finding, Scorecard};
use crate::source::Place;

/// What a report is made of.
#[derive(Clone, Copy)]
pub struct Report<'a> {
    /// What was scored.
    pub plan: &'a Plan,
    /// With which values.
    pub actuals: &'a Actuals,
    /// What came out.
    pub card: &'a Scorecard,
    /// What came up while the values were matched; what came up while scoring is in the card.
    pub findings: &'a [Finding],
    /// How a place in a heng file is shown: `局.heng:12:5`.
    pub locate: &'a dyn Fn(Place) -> String,
}

impl<'r> Report<'r> {
    /// Where a value stands.
    pub(crate) fn origin(&self, origin: &Origin) -> String {
        match origin {
            Origin::Heng(place) => (self.locate)(*place),
            Origin::Cell { .. } => origin.to_string(),
        }
    }

    /// What the rule of a score rests on: a document, or the place where it is written. A
    /// house rule is never laid to the framework's document.
    pub(crate) fn basis(&self, derivation: &Derivation) -> String {
        match &derivation.basis {
            Some(basis) => basis.clone(),
            None => format!("自定规则，见 {}", (self.locate)(derivation.rule_place)),
        }
    }

    /// Everything that came up, matching first.
    pub(crate) fn all_findings(&self) -> impl Iterator<Item = &'r Finding> + use<'r> {
        self.findings.iter().chain(&self.card.findings)
    }
}

#[cfg(test)]
mod tests {
    use crate::score::actuals::RawActuals;
    use crate::score::testing::{PlanMaker, exact, raw, row};
    use crate::score::{Bound, Scorecard, bind, score};

    /// A small scorecard with one line of each kind.
    pub(super) fn example() -> (crate::plan::Plan, Bound, Scorecard) {
        let mut maker = PlanMaker::new();
        maker.group("产出指标", None);
        maker.group("数量指标", Some(0));
        maker.group("时效指标", Some(0));
        maker.group("满意度指标", None);
        maker.line_in(1, "PCT国际专利申请量", ">= 800 件", "30");
        maker.line_in(1, "年度专利授权量", ">= 18000 件", "20");
        maker.line_in(2, "平台上线时间", "<= 2024-12-31", "10");
        maker.line_in(3, "扶持单位满意度", ">= 95 %", "30");
        maker.framework().execution = Some(crate::plan::Execution {
            weight: exact("10"),
            rule: crate::score::testing::rule_of("比例", crate::plan::Method::Proportional),
        });
        let plan = maker.plan();
        let mut late = row("PCT国际专利申请量", raw("0.076", "万件"));
        late.reason = Some("海外布局放缓".into());
        late.text = "0.076万件".into();
        let rows = vec![late, row("年度专利授权量", raw("25000", "件")), row("扶持单位满意度", raw("97.2", "%"))];
        let budget = crate::score::actuals::RawBudget {
            budget: row("全年预算数", raw("10125.93", "万元")),
            executed: row("全年执行数", raw("9870.11", "万元")),
        };
        let source = RawActuals { title: "2024.csv".into(), rows, budget: Some(budget) };
        let bound = bind(&plan, &[source]);
        let card = score(&plan, &bound.actuals);
        (plan, bound, card)
    }
}
