const assert = require('node:assert/strict');
const test = require('node:test');
const { actualsFirst, codeOf, summary } = require('../src/words');

test('the last choice, then what is named as actual values, comes first', () => {
  const files = ['/a/2024.heng', '/a/2024得分.json', '/a/附表.xlsx', '/a/2024实际.csv', '/a/2023.heng', '/a/2024自评.xlsx'];
  assert.deepEqual(actualsFirst(files, '/a/2024.heng', '/a/2024自评.xlsx'), ['/a/2024自评.xlsx', '/a/2024实际.csv', '/a/附表.xlsx']);
});

test('a code is found in what was typed', () => {
  assert.equal(codeOf('e0301'), 'E0301');
  assert.equal(codeOf('警告[L203]'), 'L203');
  assert.equal(codeOf('满意度'), undefined);
});

test('the total stands for the table', () => {
  assert.equal(summary('  指标  1\n\n总分 98.88（满分 100），等级 优\n框架 部门整体\n'), '总分 98.88（满分 100），等级 优');
  const failed = '错误[E0108] 名称里有 `（`，要加引号\n   ╭─[2024.heng:6:3]\n   ╰────\n错误: 指标文件有错，没有计分\n';
  assert.equal(summary(failed), '错误: 指标文件有错，没有计分');
  assert.equal(summary(''), '没有结果');
});
