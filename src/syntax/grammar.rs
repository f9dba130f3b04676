//! The generated parser and the user's name for each of its rules.

use pest_derive::Parser;

/// The parser generated from `grammar/heng.pest`.
#[derive(Parser)]
#[grammar = "../grammar/heng.pest"]
pub struct HengParser;

impl Rule {
    /// What a user calls this production; empty for what is never expected by name.
    ///
    /// Exhaustive, so that a new rule does not compile until its name is decided.
    pub fn describe(self) -> &'static str {
        match self {
            Rule::chunk | Rule::only | Rule::item | Rule::EOI | Rule::junk | Rule::broken | Rule::open_text => "",
            Rule::plain | Rule::text_plain => "",
            Rule::terminator | Rule::blank | Rule::ws | Rule::gap | Rule::newline | Rule::stop => "行尾",
            Rule::comma => "`,`",
            Rule::colon | Rule::kw => "",
            Rule::comment => "",
            Rule::open => "`{`",
            Rule::close => "`}`",
            Rule::statement | Rule::clause => "语句",
            Rule::attribute => "属性",
            Rule::entry => "指标",
            Rule::item_clause | Rule::item_value => "条目",
            Rule::weight => "分值（如 `10 分`）",
            Rule::word_value => "词语或单位",
            Rule::aliases | Rule::unit_aliases | Rule::alias_mark => "`又名`",
            Rule::target => "指标值（如 `>= 800 件`）",
            Rule::growth | Rule::growth_word => "`同比`",
            Rule::qualitative | Rule::qualitative_word => "`定性`",
            Rule::not_applicable | Rule::not_applicable_word => "`不适用`",
            Rule::value => "值",
            Rule::tilde | Rule::range_end => "`~`",
            Rule::yes => "`是`",
            Rule::no => "`否`",
            Rule::previous | Rule::previous_word => "`上年`",
            Rule::sign | Rule::ge | Rule::gt | Rule::eq | Rule::lt | Rule::le | Rule::ne => "符号（如 `>=`）",
            Rule::quantity => "数量（如 `800 件`）",
            Rule::number | Rule::digit => "数",
            Rule::unit | Rule::unit_atom | Rule::unit_char | Rule::unit_head | Rule::unit_sign | Rule::percent => {
                "单位"
            }
            Rule::date | Rule::date_tail => "日期（如 `2024-12-31`）",
            Rule::text | Rule::quoted => "文本（如 `\"…\"`）",
            Rule::block_mark | Rule::block_text | Rule::opens_text => "文本（如 `\"\"\"…\"\"\"`）",
            Rule::name | Rule::bare | Rule::name_letter | Rule::name_char | Rule::rare_letter => "名称",
            Rule::band | Rule::worth => "档（如 `>= 90% 得 100%`）",
            Rule::rest => "`其余`",
            Rule::keyword => "关键字",
            Rule::text_clause | Rule::text_word => "`来源`、`说明` 等",
            Rule::amount | Rule::amount_word | Rule::amount_glued => "`上年`、`资金` 等",
            Rule::word_clause | Rule::word_word => "`方向` 等",
            Rule::core | Rule::core_word => "`核心`",
            Rule::section | Rule::section_word => "`预算`、`数据` 等",
            Rule::declaration | Rule::declaration_word => "`部门` 或 `项目`",
            Rule::framework | Rule::framework_word => "`框架`",
            Rule::inherits => "`继承`",
            Rule::task | Rule::task_word => "`任务`",
            Rule::year | Rule::year_word => "`年度`",
            Rule::rounding | Rule::rounding_word => "`舍入`",
            Rule::over | Rule::over_word => "`超额`",
            Rule::vacant | Rule::vacant_word => "`空缺`",
            Rule::goes_to => "`归`",
            Rule::import | Rule::import_word => "`引用`",
            Rule::reconcile | Rule::reconcile_word => "`核对`",
            Rule::house_rule | Rule::house_rule_word => "`检查`",
            Rule::severity => "`错误`、`警告` 或 `提示`",
            Rule::test | Rule::test_word => "`测试`",
            Rule::expect | Rule::expect_word => "`期望`",
            Rule::actuals | Rule::actuals_word => "`实际`",
            Rule::unit_clause | Rule::unit_word => "`单位`",
            Rule::prefix_clause | Rule::prefix_word => "`量级`",
            Rule::scoring | Rule::scoring_word => "`计分`",
            Rule::rule_name | Rule::method | Rule::named_method => "计分方法",
            Rule::deduct | Rule::deduct_word => "`扣分`",
            Rule::side | Rule::below | Rule::above | Rule::late => "`每低`、`每高` 或 `每晚`",
            Rule::step | Rule::step_unit => "每档的数量（如 `1 个百分点`）",
            Rule::formula | Rule::formula_word => "`公式`",
            Rule::expr | Rule::operand | Rule::operand_group | Rule::primary | Rule::path_or_value => "算式",
            Rule::paren => "`(`",
            Rule::call => "函数",
            Rule::path => "名称",
            Rule::negate | Rule::not => "`-` 或 `非`",
            Rule::infix | Rule::plus | Rule::minus | Rule::times | Rule::divide | Rule::and | Rule::or => "运算符",
        }
    }
}
