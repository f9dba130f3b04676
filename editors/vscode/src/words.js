// What the commands find in names and texts; knows nothing of the editor, so that it is tested alone.

const path = require('node:path');

/** Words in the name of a file that holds actual values. */
const OF_ACTUALS = /实际|自评|完成|执行|决算/;
/** Words in the name of a file that heng itself wrote. */
const OF_RESULTS = /得分|报告|评分/;

/** The files beside a declaration that may hold its actual values: the last choice, then by name. */
function actualsFirst(files, declaration, last) {
  const rank = (file) => (file === last ? 0 : OF_ACTUALS.test(path.basename(file)) ? 1 : 2);
  return files
    .filter((file) => file !== declaration && !OF_RESULTS.test(path.basename(file)))
    // Another declaration is no table; a .heng file has to say by its name that it is one.
    .filter((file) => path.extname(file) !== '.heng' || OF_ACTUALS.test(path.basename(file)))
    .sort((one, other) => rank(one) - rank(other) || one.localeCompare(other, 'zh'));
}

/** A code such as `E0301` or `L203` in what was given. */
function codeOf(text) {
  return /[A-Z]\d{3,4}/.exec(text.toUpperCase())?.[0];
}

/** The line of a score table that says the result, or its last line. */
function summary(text) {
  const lines = text.split('\n').map((line) => line.replace(/[│┃|*]+/g, ' ').replace(/\s+/g, ' ').trim()).filter(Boolean);
  return lines.filter((line) => line.includes('总分')).join('；') || lines.pop() || '没有结果';
}

module.exports = { actualsFirst, codeOf, summary };
