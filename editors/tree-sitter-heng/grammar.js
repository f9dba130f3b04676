// The grammar of heng for editors: one line a statement, blocks in braces, every spelling
// that an input method writes. It is wider than the compiler's grammar (what may stand in
// which block is the compiler's business) and gives a tree to what the compiler accepts.
//
// Two things shape it.
// - Words are keywords only where a statement begins; elsewhere they are names (`目标 - 实际`).
//   A word at the beginning of a statement that a sign follows is a name, too.
// - Chinese is written without blanks, so `不低于80亿元` and `得80%` must split where no blank
//   stands: such words are tokens with precedence, not keywords.

/// <reference types="tree-sitter-cli/dsl" />

const DIGIT = '[0-9０-９]';
const LETTER = '一-鿿A-Za-z_Ａ-Ｚａ-ｚ㐀-䶿々〇À-ÖØ-öø-ʯͰ-ӿⅠ-ↈ①-⓿\\uF900-\\uFAD9\\u{20000}-\\u{323AF}';
const NAME_CHAR = `[${LETTER}0-9０-９·]`;
const UNIT_SIGN = 'A-Za-z°²³μΩ℃㎎-㏄';
const UNIT_CHAR = `[一-鿿${UNIT_SIGN}]`;
// A unit does not begin with the words that follow a quantity: 且 又 并 归 得 或 扣 提 至 需.
const UNIT_HEAD =
  '[\\u4E00-\\u4E13\\u4E15-\\u53C7\\u53C9-\\u5E75\\u5E77-\\u5F51\\u5F53-\\u5F96\\u5F98-\\u6215\\u6217-\\u6262\\u6264-\\u63CF' +
  `\\u63D1-\\u81F2\\u81F4-\\u96FF\\u9701-\\u9FFF${UNIT_SIGN}]`;
const PERCENT = '[%％‰]';
const UNIT = `(${UNIT_HEAD}${UNIT_CHAR}*|${PERCENT})([/／·](${UNIT_CHAR}+|${PERCENT}))*`;
const NUMBER = `[-－−+]?${DIGIT}+([,，]${DIGIT}{3})*([.．]${DIGIT}*)?`;

const AMOUNT = ['资金', '满分', '上年', '及格', '得分'];
const TEXT = ['总体目标', '内容', '目标', '来源', '佐证', '说明', '负责', '代码', '依据', '原因', '调整'];
const WORD = ['方向', '量纲', '零头'];
const SECTION = ['预算', '数据', '默认计分', '等级', '监控灯'];
const OTHER = [
  '部门', '项目', '框架', '任务', '年度', '舍入', '超额', '空缺', '引用', '核对', '检查', '测试',
  '期望', '实际', '单位', '量级', '计分', '公式', '核心', '其余',
];

const regex = (text) => new RegExp(text, 'u');
const items = ($) => [
  repeat(choice($._end, seq($.statement, $._end), alias($.blocked, $.statement))),
  optional($.statement),
];
// A word that the next one may follow without a blank. With the blanks behind it, it is no
// keyword, which would have to end where a name ends.
const glued = (...words) => token(prec(2, seq(words.length > 1 ? choice(...words) : words[0], /[ \t　]*/)));
const list = (item, comma) => seq(item, repeat(seq(comma, item)));

export default grammar({
  name: 'heng',
  word: ($) => $._word,
  extras: ($) => [/[ \t\r　\u00A0\u2000-\u200A\u202F\u205F\uFEFF]/, $.comment, $.doc_comment],
  conflicts: ($) => [[$.aliases]],
  supertypes: ($) => [$._expression],

  rules: {
    source_file: ($) => seq(...items($)),

    _end: (_) => choice('\n', ';', '；'),

    comment: (_) => token(seq('#', /[^\n]*/)),
    doc_comment: (_) => token(prec(1, seq('##', /[^\n]*/))),

    statement: ($) => $._line,
    blocked: ($) => seq($._line, $.block),
    // The brace may stand on the next line.
    block: ($) =>
      seq(choice('{', '｛', alias(token(/\n[ \t\r\n　]*[{｛]/), '{')), ...items($), choice('}', '｝')),

    _line: ($) =>
      seq(
        field('clause', choice($._clause, $._attribute)),
        repeat(seq($._comma, repeat('\n'), field('attribute', $._attribute))),
        optional($.worth),
      ),
    _comma: (_) => choice(',', '，'),
    _colon: (_) => choice('：', ':'),

    _clause: ($) => choice($.rest, $.bound),
    // What may stand on a line of its own and behind a comma.
    _attribute: ($) =>
      choice(
        $.entry, $.item, $.weight, $.text_attribute, $.amount, $.word_attribute, $.core, $.section, $.declaration,
        $.framework, $.task, $.year, $.rounding, $.over, $.vacant, $.import, $.reconcile, $.house_rule, $.test,
        $.expect, $.actuals, $.unit_declaration, $.prefix_declaration, $.scoring, $.formula,
      ),

    // ---- indicators, groups, bands -------------------------------------------------------

    entry: ($) =>
      choice(
        seq(field('name', $._name), optional($._colon), field('target', $._target)),
        seq(field('name', alias($._keyword_name, $.name)), field('target', $._signed)),
      ),
    item: ($) =>
      seq(
        field('name', $._name),
        optional($._colon),
        optional(field('value', $._item_value)),
        optional($.aliases),
      ),
    _item_value: ($) => choice($.quantity, $.range, $.date, $.deduction, $.formula, $.word_value, $._text),
    word_value: ($) => seq($._value_word, optional($.quantity)),
    _value_word: ($) => choice(alias($._word, $.name), alias($._long_unit, $.unit)),
    // A name behind a comma is one more alias rather than an attribute.
    aliases: ($) => seq('又名', list($._alias, $._comma)),
    _alias: ($) => prec.dynamic(1, $._name),
    weight: ($) => choice($.quantity, alias($._points, $.quantity)),

    rest: (_) => '其余',
    bound: ($) => seq($._symbol_sign, $.quantity),
    worth: ($) => seq(alias(glued('得'), '得'), $.quantity),

    _target: ($) => choice($._signed, $.growth, $.qualitative, $.not_applicable),
    _signed: ($) => seq($._sign, field('value', $._value)),
    growth: ($) => seq(choice('同比增长', '同比'), $._sign, $.quantity),
    qualitative: ($) => seq('定性', optional($._colon), $._text),
    not_applicable: ($) => prec.right(seq('不适用', optional(seq(optional($._colon), $._text)))),
    _value: ($) => choice($.quantity, $.range, $.date, $.boolean, $.previous, $._text, $.word_value),
    range: ($) => seq($.quantity, choice('~', '～', '〜', '—', alias(glued('至'), '至')), $.quantity),
    boolean: (_) => choice('是', '否'),
    previous: ($) =>
      prec.right(seq(choice('上年实际', '上年'), optional(seq(choice($._times, $._plus), $.quantity)))),

    // ---- lines that begin with a keyword ---------------------------------------------------

    text_attribute: ($) => seq(field('key', choice(...TEXT)), optional($._colon), $._text),
    amount: ($) =>
      choice(
        seq(field('key', choice(...AMOUNT)), optional($._colon), $.quantity),
        // `及格60%`
        $._glued_amount,
      ),
    word_attribute: ($) => seq(field('key', choice(...WORD)), optional($._colon), alias($._word, $.name)),
    core: (_) => '核心',
    section: ($) => seq(choice(...SECTION), optional($._colon)),
    declaration: ($) => seq(field('key', choice('部门', '项目')), optional($._colon), field('name', $._name)),
    framework: ($) =>
      seq('框架', optional($._colon), field('name', $._name), optional(seq('继承', field('base', $._name)))),
    task: ($) => seq('任务', optional($._colon), field('name', $._name)),
    year: ($) => seq('年度', optional($._colon), $.quantity),
    rounding: ($) => seq('舍入', optional($._colon), $.quantity, optional(alias($._word, $.name))),
    over: ($) => seq('超额', optional($._colon), $.quantity, optional('需说明')),
    vacant: ($) => seq('空缺', field('from', $._name), '归', field('to', $._name)),
    import: ($) => seq('引用', optional($._colon), field('path', $._text)),
    reconcile: ($) => seq('核对', optional($._colon), field('title', $._text), $._expression),
    house_rule: ($) =>
      seq('检查', optional($._colon), field('title', $._text), optional($.severity), $._expression),
    severity: (_) => choice('错误', '警告', '提示'),
    test: ($) => seq('测试', optional($._colon), field('title', $._text)),
    expect: ($) => seq('期望', optional($._colon), $._expression),
    actuals: ($) => seq('实际', optional($._colon), field('name', $._name), optional($.quantity)),
    unit_declaration: ($) =>
      prec.right(seq(
        '单位',
        field('unit', $.unit),
        optional(seq($._equal, $.quantity)),
        optional(seq('又名', $._alias_unit)),
        repeat(seq($._comma, choice($._alias_unit, $.word_attribute))),
      )),
    _alias_unit: ($) => choice(alias($._word, $.unit), alias($._long_unit, $.unit)),
    prefix_declaration: ($) => seq('量级', field('unit', $.unit), $._equal, $.quantity),

    // ---- scoring -----------------------------------------------------------------------------

    scoring: ($) =>
      seq('计分', optional($._colon), optional(seq(field('name', $._name), $._equal)), field('method', $._method)),
    _method: ($) => choice($.deduction, $.formula, $.method),
    method: ($) => seq(field('name', $._name), optional($.quantity)),
    deduction: ($) =>
      seq(field('name', alias($._word, $.name)), $.side, $.number, alias($._step_unit, $.unit), alias(glued('扣'), '扣'), $.quantity),
    side: (_) =>
      glued(
        '每降低', '每低于', '每减少', '每少于', '每低', '每少', '每降', '每减',
        '每提高', '每高于', '每超过', '每超出', '每增加', '每高', '每超', '每多', '每增',
        '每延迟', '每推迟', '每逾期', '每晚', '每迟',
      ),
    _step_unit: (_) =>
      token(prec(2, regex(`(${PERCENT}|[一-扢扤-鿿${UNIT_SIGN}]+)([/／·][一-扢扤-鿿${UNIT_SIGN}]+)*`))),
    formula: ($) => seq('公式', optional($._colon), $._expression),

    // ---- expressions ---------------------------------------------------------------------------

    // A text that stands alone is a path of one quoted name.
    _expression: ($) =>
      choice($.binary, $.unary, $.parenthesized, $.call, $.path, $.quantity, $.date, $.boolean, $.block_string),
    binary: ($) =>
      choice(
        ...[
          [1, choice('或', '或者')],
          [2, choice('且', '并且')],
          [3, choice($._sign, $._unequal)],
          [4, $._plus],
          [5, $._times],
        ].map(([level, sign]) =>
          prec.left(level, seq(field('left', $._expression), sign, field('right', $._expression))),
        ),
      ),
    unary: ($) => prec(6, seq(choice('-', '－', '−', '非', '!', '！'), $._expression)),
    parenthesized: ($) => seq(choice('(', '（'), $._expression, choice(')', '）')),
    call: ($) =>
      seq(field('function', $._name), choice('(', '（'), optional(list($._expression, $._comma)), choice(')', '）')),
    path: ($) => prec.right(seq($._name, repeat(seq(choice('.', '。', '．'), $._name)))),

    // ---- signs -----------------------------------------------------------------------------------

    _sign: ($) => choice($._symbol_sign, $._equal, alias($._word_sign, $.sign)),
    _symbol_sign: ($) => alias($._symbol, $.sign),
    _symbol: (_) =>
      token(choice(
        '>=', '≥', '》=', '》＝', '＞＝', '＞=', '>＝', '≧', '⩾', '=>', '=》', '＝》', '〉=', '>', '＞', '》', '〉',
        '<=', '≤', '《=', '《＝', '＜＝', '＜=', '<＝', '≦', '⩽', '=<', '=《', '＝《', '〈=', '<', '＜', '《', '〈',
      )),
    _equal: ($) => alias($._equals, $.sign),
    _equals: (_) => token(choice('=', '==', '＝', '═', '﹦')),
    _word_sign: (_) =>
      glued(
        '不低于', '不少于', '不小于', '大于等于', '大于或等于', '至少', '高于', '大于', '超过', '多于', '等于', '低于',
        '小于', '少于', '不高于', '不超过', '不多于', '不大于', '小于等于', '小于或等于', '至多',
      ),
    _unequal: ($) => alias(choice('!=', '≠', '！=', '！＝', '<>', glued('不等于')), $.sign),
    _plus: (_) => choice('+', '＋', '-', '－', '−'),
    _times: (_) => choice('*', '×', '＊', '/', '÷', '／'),

    // ---- numbers, units, dates, texts, names -------------------------------------------------------

    quantity: ($) => prec.right(seq($.number, optional($.unit))),
    number: (_) => token(regex(NUMBER)),
    unit: (_) => token(prec(1, regex(UNIT))),
    // `10分` where a name may stand, which might also begin so (`10分钟办结率`).
    _points: (_) => token(regex(`${DIGIT}+([.．]${DIGIT}+)?分`)),
    _glued_amount: (_) => token(regex(`(${AMOUNT.join('|')})${DIGIT}+([.．]${DIGIT}+)?(${PERCENT}|${UNIT_CHAR}+)?`)),
    date: (_) =>
      token(prec(1, regex(
        `${DIGIT}{4}-${DIGIT}{1,2}-${DIGIT}{1,2}|${DIGIT}{4}年${DIGIT}{1,2}月(${DIGIT}{1,2}[日号])?|${DIGIT}{1,2}月${DIGIT}{1,2}[日号]`,
      ))),

    _text: ($) => choice($.string, $.block_string),
    string: (_) =>
      token(choice(/"[^"\n]*"/, /“[^”\n]*”/, /”[^”\n]*”/, /＂[^＂\n]*＂/, /「[^」\n]*」/)),
    block_string: (_) =>
      token(prec(1, choice(
        /"""([^"]|"[^"]|""[^"])*"""/,
        /(“”“|“““|”””|““”)([^“”]|[“”][^“”]|[“”][“”][^“”])*(“”“|“““|”””|““”)/,
      ))),

    _name: ($) => choice($.name, alias($.string, $.quoted_name)),
    name: ($) => choice($._word, $._digit_word),
    _word: (_) => token(regex(`[${LETTER}]${NAME_CHAR}*`)),
    // A name may begin with digits when letters follow.
    _digit_word: (_) => token(regex(`${DIGIT}+[${LETTER}]${NAME_CHAR}*`)),
    // A unit behind a name: of two equally long tokens the first declared is taken, so that a
    // word alone is a name and `元/人` a unit.
    _long_unit: (_) => token(regex(`(${UNIT_CHAR}+|${PERCENT})([/／·](${UNIT_CHAR}+|${PERCENT}))*`)),
    _keyword_name: (_) => choice(...AMOUNT, ...TEXT, ...WORD, ...SECTION, ...OTHER),
  },
});
