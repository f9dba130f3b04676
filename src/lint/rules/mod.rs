//! The table of rules, by family.

use crate::lint::rule::{Family, Rule};

/// Declares the files of a family and the table of their rules.
macro_rules! family {
    ($($file:ident),* $(,)?) => {
        $(mod $file;)*
        /// The rules of the family, by code.
        pub(super) const RULES: &[&crate::lint::rule::Rule] = &[$(&$file::RULE),*];
    };
}

mod actual;
mod completeness;
mod continuity;
mod housekeeping;
mod measurability;
mod placement;
mod suppression;
mod value;
mod weight;

/// Every family, in the order of the codes.
pub const FAMILIES: &[Family] = &[
    Family { prefix: "L1", title: "完整性", rules: completeness::RULES },
    Family { prefix: "L2", title: "可衡量", rules: measurability::RULES },
    Family { prefix: "L3", title: "数值、单位和符号", rules: value::RULES },
    Family { prefix: "L4", title: "归类", rules: placement::RULES },
    Family { prefix: "L5", title: "分值", rules: weight::RULES },
    Family { prefix: "L6", title: "资金和衔接", rules: continuity::RULES },
    Family { prefix: "L7", title: "自评", rules: actual::RULES },
    Family { prefix: "L8", title: "写法", rules: housekeeping::RULES },
    Family { prefix: "L9", title: "忽略", rules: suppression::RULES },
];

/// Every rule, by code.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    FAMILIES.iter().flat_map(|family| family.rules.iter().copied())
}

/// The rule of a code or a name.
pub fn find(word: &str) -> Option<&'static Rule> {
    let code = word.to_ascii_uppercase();
    all().find(|rule| rule.code == code || rule.name == word)
}

/// The family of a rule.
pub fn family(rule: &Rule) -> Option<&'static Family> {
    FAMILIES.iter().find(|family| rule.code.starts_with(family.prefix))
}
