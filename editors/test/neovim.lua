-- A session of Neovim with its own client over the real server, on the original declaration.
-- Run by editors/test.sh: HENG is the program, HENG_ROOT the checkout, the file is a copy.
--
-- What the server does not offer is skipped and said so; with HENG_ALL=1 it fails.

local heng, root = os.getenv('HENG'), os.getenv('HENG_ROOT')
local failures, skipped = 0, 0

local function say(text) io.stdout:write(text .. '\n') end
local function check(name, held, more)
  if not held then failures = failures + 1 end
  say((held and 'ok    ' or 'FAIL  ') .. name .. (held and '' or ': ' .. vim.inspect(more)))
end

local file = vim.fn.expand('%:p')
local function attached()
  return vim.lsp.buf_get_clients and next(vim.lsp.buf_get_clients(0)) ~= nil
    or vim.lsp.get_clients and #vim.lsp.get_clients({ bufnr = 0 }) > 0
end
check('the server starts', vim.wait(10000, attached, 20))
local _, client = next(vim.lsp.buf_get_clients and vim.lsp.buf_get_clients(0) or vim.lsp.get_clients({ bufnr = 0 }))
vim.wait(5000, function() return client.server_capabilities ~= nil end, 20)
local offers = client.server_capabilities

local function ask(method, params)
  local answers = vim.lsp.buf_request_sync(0, method, params, 5000) or {}
  local _, answer = next(answers)
  return answer and answer.result, answer and (answer.error or answer.err)
end
local function needs(capability, name, body)
  if offers[capability] then return body() end
  skipped = skipped + 1
  if os.getenv('HENG_ALL') then failures = failures + 1 end
  say('skip  ' .. name .. ': the server does not offer ' .. capability)
end
-- Puts the cursor on the n-th occurrence of a text, some bytes into it.
local function go(text, inside)
  vim.api.nvim_win_set_cursor(0, { 1, 0 })
  local line = vim.fn.search('\\V' .. text, 'cW')
  assert(line > 0, text)
  vim.api.nvim_win_set_cursor(0, { line, vim.fn.col('.') - 1 + (inside or 0) })
  return line - 1
end
local function position() return vim.lsp.util.make_position_params(0, client.offset_encoding or 'utf-16') end
local function lines() return vim.api.nvim_buf_get_lines(0, 0, -1, false) end

-- ---- findings: the same codes under the same characters as `heng check` has --------------

local function of_client()
  local found = {}
  for _, one in ipairs(vim.diagnostic.get(0)) do
    local line = lines()[one.lnum + 1]
    local code = one.code or one.user_data.lsp.code
    table.insert(found, code .. ' ' .. (one.lnum + 1) .. ' ' .. line:sub(one.col + 1, one.lnum == one.end_lnum and one.end_col or -1))
  end
  table.sort(found)
  return found
end
local function of_check()
  local said = vim.fn.json_decode(vim.fn.system({ heng, 'check', '--isolated', '--quiet', '--format', 'json', file }))
  local found = {}
  for _, one in ipairs(said.findings) do
    local line = lines()[one.start.line]
    local last = one.start.line == one['end'].line and one['end'].column - 1 or vim.fn.strchars(line)
    local text = vim.fn.strcharpart(line, one.start.column - 1, last - one.start.column + 1)
    table.insert(found, one.code .. ' ' .. one.start.line .. ' ' .. text)
  end
  table.sort(found)
  return found
end
local expected = of_check()
vim.wait(10000, function() return #vim.diagnostic.get(0) >= #expected end, 20)
check('findings stand under the characters that heng check names', vim.deep_equal(of_client(), expected), { of_client(), expected })
check('there are findings', #expected >= 10, expected)

-- ---- questions ---------------------------------------------------------------------------------

needs('hoverProvider', 'hover', function()
  go('年度知识产权质押融资金额 >= 80')
  local answer = ask('textDocument/hover', position())
  check('hover names the indicator', answer and vim.inspect(answer):find('年度知识产权质押融资金额', 1, true), answer)
end)
needs('definitionProvider', 'definition', function()
  go('PCT国际专利申请量 = 760')
  local answer = ask('textDocument/definition', position())
  local place = answer and (answer[1] or answer)
  local line = place and lines()[(place.range or place.targetSelectionRange).start.line + 1]
  check('the definition of an indicator in a test is its target', line and line:find('PCT国际专利申请量 >= 800', 1, true), answer)
  go('框架 部门整体', #'框架 ')
  local built_in = ask('textDocument/definition', position())
  local uri = built_in and ((built_in[1] or built_in).uri or (built_in[1] or built_in).targetUri)
  check('a framework of the prelude is in a file of the server', uri and uri:match('^heng:'), built_in)
  local text = uri and ask('heng/virtualDocument', { uri = uri })
  if text then
    check('the prelude can be read', text.text:find('框架 部门整体', 1, true), text)
    vim.cmd('edit ' .. vim.fn.fnameescape(uri))
    check('Neovim shows the prelude', vim.fn.search('框架 部门整体') > 0 and vim.bo.readonly, lines()[1])
    check('the prelude goes by its own name', vim.api.nvim_buf_get_name(0) == uri:gsub('^heng:/*', 'heng:///'), vim.api.nvim_buf_get_name(0))
    vim.cmd('buffer ' .. vim.fn.fnameescape(file))
  else
    skipped = skipped + 1
    say('skip  prelude: the server does not answer heng/virtualDocument')
  end
end)
needs('documentSymbolProvider', 'symbols', function()
  local answer = ask('textDocument/documentSymbol', { textDocument = vim.lsp.util.make_text_document_params() })
  check('the department is a symbol', answer and answer[1] and answer[1].name:find('广州开发区知识产权局', 1, true), answer and answer[1])
end)
needs('completionProvider', 'completion', function()
  local row = go('年度专利授权量 >= 18000 件')
  local line = lines()[row + 1]
  local typed = (line:gsub('18000 件.*', '18000 '))
  vim.api.nvim_buf_set_lines(0, row, row + 1, false, { typed })
  vim.api.nvim_win_set_cursor(0, { row + 1, #typed - 1 })
  local params = position()
  params.position.character = vim.str_utfindex(typed)
  local answer = ask('textDocument/completion', params)
  local labels = vim.tbl_map(function(item) return item.label end, answer and (answer.items or answer) or {})
  check('a unit is offered behind a number', vim.tbl_contains(labels, '件'), labels)
  vim.api.nvim_buf_set_lines(0, row, row + 1, false, { line })
end)
needs('renameProvider', 'rename', function()
  local before = table.concat(lines(), '\n')
  go('获奖数量 >= 40')
  local params = position()
  params.newName = '省级以上获奖数量'
  local edit = ask('textDocument/rename', params)
  check('a rename is an edit', edit ~= nil, edit)
  if edit then vim.lsp.util.apply_workspace_edit(edit, client.offset_encoding or 'utf-16') end
  local after = table.concat(lines(), '\n')
  local _, old = before:gsub('%f[^%s"]获奖数量', '')
  local _, new = after:gsub('省级以上获奖数量', '')
  check('every mention is renamed', old > 2 and new == old, { old, new })
  vim.cmd('silent! undo')
end)

needs('codeLensProvider', 'lens', function()
  local lenses = ask('textDocument/codeLens', { textDocument = vim.lsp.util.make_text_document_params() }) or {}
  local run
  for _, lens in ipairs(lenses) do
    if lens.command and lens.command.command == 'heng.test' then run = run or lens.command end
  end
  check('a lens runs the tests', run, lenses[1])
  if not run then return end
  local window = vim.api.nvim_get_current_win()
  vim.lsp.commands[run.command](run, { bufnr = vim.api.nvim_get_current_buf() })
  local function answered() return vim.bo.filetype == 'markdown' end
  check('and shows what came of them', vim.wait(5000, answered, 20) and vim.fn.search('PCT') > 0, lines())
  if answered() then vim.cmd('bwipeout!') end
  vim.api.nvim_set_current_win(window)
end)

-- ---- edits ------------------------------------------------------------------------------------------

local function settled(body) return vim.wait(5000, body, 20) end
local row = go('年度专利授权量 >= 18000 件')
local line = lines()[row + 1]
vim.api.nvim_buf_set_lines(0, row, row + 1, false, { (line:gsub('18000 件', '18000 仵')) })
local function unit_unknown()
  for _, one in ipairs(of_client()) do
    if one:match('^E0301 %d+ 仵$') then return true end
  end
end
check('a wrong unit is found while it is typed', settled(unit_unknown), of_client())
vim.api.nvim_buf_set_lines(0, row, row + 1, false, { line })
check('and forgotten when it is mended', settled(function() return vim.deep_equal(of_client(), expected) end), of_client())

needs('codeActionProvider', 'code action', function()
  vim.api.nvim_buf_set_lines(0, row, row + 1, false, { (line:gsub(' >= 18000 件', ' 18000 件')) })
  local function missing_sign()
    for _, one in ipairs(vim.diagnostic.get(0)) do
      if (one.code or one.user_data.lsp.code) == 'E0303' then return one end
    end
  end
  settled(missing_sign)
  local found = missing_sign()
  local params = vim.lsp.util.make_range_params(0, client.offset_encoding or 'utf-16')
  params.range = found and found.user_data.lsp.range
    or { start = { line = row, character = 12 }, ['end'] = { line = row, character = 30 } }
  params.context = { diagnostics = {} }
  local actions = ask('textDocument/codeAction', params) or {}
  local fix
  for _, action in ipairs(actions) do
    if action.edit then fix = fix or action end
  end
  check('a fix is offered for a missing sign', fix, actions)
  if fix then vim.lsp.util.apply_workspace_edit(fix.edit, client.offset_encoding or 'utf-16') end
  check('the fix mends the line', lines()[row + 1] == line, lines()[row + 1])
  vim.api.nvim_buf_set_lines(0, row, row + 1, false, { line })
end)
needs('documentFormattingProvider', 'format', function()
  local clean = lines()
  vim.api.nvim_buf_set_lines(0, row, row + 1, false, { (line:gsub(' >= 18000 件', '》=１８０００件')) })
  local messy = lines()
  local edits = ask('textDocument/formatting', vim.lsp.util.make_formatting_params({})) or {}
  vim.lsp.util.apply_text_edits(edits, vim.api.nvim_get_current_buf(), client.offset_encoding or 'utf-16')
  check('formatting writes the canonical form', not vim.deep_equal(messy, lines()) and vim.deep_equal(lines(), clean), lines()[row + 1])
end)

say(('neovim %s: %d failures, %d skipped'):format(tostring(vim.version().major) .. '.' .. vim.version().minor .. '.' .. vim.version().patch, failures, skipped))
vim.cmd(failures == 0 and 'qall!' or 'cquit!')
