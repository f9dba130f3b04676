-- Starts `heng lsp` for heng files with Neovim's own client (0.7 and newer), shows the
-- server's read-only files, and runs heng for what a person asks for by name.
--
-- vim.g.heng_path       where the program is; `heng` when not set
-- vim.g.heng_arguments  more arguments of `heng lsp`
-- vim.g.heng_actuals    a table of actual values, for the scores that are shown in the file

if vim.g.loaded_heng then return end
vim.g.loaded_heng = true

local function program()
  return vim.g.heng_path or 'heng'
end

-- The folder of heng.toml or of the repository; else the folder of the file.
local function root(buffer)
  local folder = vim.fn.fnamemodify(vim.api.nvim_buf_get_name(buffer), ':p:h')
  for _, mark in ipairs({ 'heng.toml', '.git' }) do
    local found = vim.fn.finddir(mark, folder .. ';')
    if found == '' then found = vim.fn.findfile(mark, folder .. ';') end
    if found ~= '' then return vim.fn.fnamemodify((vim.fn.fnamemodify(found, ':p'):gsub('[/\\]$', '')), ':h') end
  end
  return folder
end

local started = {}

local function attach(buffer)
  if vim.api.nvim_buf_get_name(buffer):match('^heng:') then return end
  if vim.fn.executable(program()) == 0 then
    vim.notify_once('没有找到 heng 程序：' .. program() .. '。请设置 vim.g.heng_path。', vim.log.levels.WARN)
    return
  end
  local command = { program(), 'lsp' }
  vim.list_extend(command, vim.g.heng_arguments or {})
  local config = {
    name = 'heng',
    cmd = command,
    root_dir = root(buffer),
    capabilities = vim.lsp.protocol.make_client_capabilities(),
    -- Where the actual values are; else the server looks for them itself.
    init_options = { actuals = vim.g.heng_actuals },
  }
  if vim.lsp.start then
    vim.lsp.start(config, { bufnr = buffer })
    return
  end
  -- Before 0.8 clients are reused by hand.
  local id = started[config.root_dir]
  if not id or not vim.lsp.get_client_by_id(id) then
    id = vim.lsp.start_client(config)
    started[config.root_dir] = id
  end
  vim.lsp.buf_attach_client(buffer, id)
  vim.bo[buffer].omnifunc = 'v:lua.vim.lsp.omnifunc'
end

local function client_of_any_buffer()
  local all = vim.lsp.get_clients and vim.lsp.get_clients({ name = 'heng' }) or vim.lsp.get_active_clients()
  for _, client in pairs(all) do
    if client.name == 'heng' then return client end
  end
end

-- What the server names and no disk holds, such as the built-in units.
local function read_virtual(buffer, uri)
  local client = client_of_any_buffer()
  if not client then return end
  local params = { uri = uri }
  local answer
  if vim.fn.has('nvim-0.11') == 1 then
    answer = client:request_sync('heng/virtualDocument', params, 2000, buffer)
  else
    answer = client.request_sync('heng/virtualDocument', params, 2000, buffer)
  end
  local text = answer and answer.result and answer.result.text or ''
  vim.bo[buffer].modifiable = true
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, vim.split(text, '\n'))
  vim.bo[buffer].modifiable = false
  vim.bo[buffer].readonly = true
  vim.bo[buffer].modified = false
  vim.bo[buffer].buftype = 'nofile'
  vim.bo[buffer].filetype = 'heng'
end

local group = vim.api.nvim_create_augroup('heng', {})
vim.api.nvim_create_autocmd('FileType', {
  group = group,
  pattern = 'heng',
  callback = function(event) attach(event.buf) end,
})
vim.api.nvim_create_autocmd('BufReadCmd', {
  group = group,
  pattern = 'heng:/*',
  -- Neovim takes the name for a path and puts the folder before it; with three strokes it is an
  -- address. A second buffer of the same file keeps the name it got.
  callback = function(event)
    local uri = event.match:match('heng:/.*') or event.file
    pcall(vim.api.nvim_buf_set_name, event.buf, (uri:gsub('^heng:/*', 'heng:///')))
    read_virtual(event.buf, uri)
  end,
})

-- Runs heng in a split below. What it reads from the disk is saved first, and that is said.
local function run(arguments, reads)
  if reads and vim.bo.modified then
    vim.cmd('write')
    vim.notify('已保存 ' .. vim.fn.expand('%:t'), vim.log.levels.INFO)
  end
  vim.cmd('botright 15new')
  vim.fn.termopen(vim.list_extend({ program() }, arguments))
end

local function score(actuals)
  local arguments = { 'score', vim.fn.expand('%:p') }
  for _, table in ipairs(actuals) do vim.list_extend(arguments, { '--actuals', vim.fn.fnamemodify(table, ':p') }) end
  run(arguments, true)
end

-- The code of the finding under the cursor.
local function code_here()
  for _, found in ipairs(vim.diagnostic.get(0, { lnum = vim.fn.line('.') - 1 })) do
    local code = found.code or (found.user_data and found.user_data.lsp and found.user_data.lsp.code)
    if code then return code end
  end
end

vim.api.nvim_create_user_command('HengScore', function(options) score(options.fargs) end, {
  nargs = '*', complete = 'file', desc = '评价：后面写实际完成值的表格',
})
vim.api.nvim_create_user_command('HengTest', function() run({ 'test', vim.fn.expand('%:p') }, true) end, { desc = '运行文件里的 测试' })
vim.api.nvim_create_user_command('HengExplain', function(options)
  local code = options.args ~= '' and options.args or code_here()
  if code then run({ 'explain', code }) end
end, { nargs = '?', desc = '解释光标处的错误代码或规则' })

-- What a code lens names is done by the server, which answers with a text in Markdown.
local function ask_server(command, context)
  local params = { command = command.command, arguments = command.arguments }
  vim.lsp.buf_request(context.bufnr or 0, 'workspace/executeCommand', params, function(reason, answer)
    if reason then return vim.notify(reason.message, vim.log.levels.WARN) end
    if not answer or not answer.value then return end
    vim.cmd('botright 15new')
    vim.api.nvim_buf_set_lines(0, 0, -1, false, vim.split(answer.value, '\n'))
    vim.bo.buftype, vim.bo.bufhidden, vim.bo.modifiable = 'nofile', 'wipe', false
    vim.bo.filetype = 'markdown'
  end)
end
vim.lsp.commands = vim.lsp.commands or {}
for _, name in ipairs({ 'heng.score', 'heng.explain', 'heng.test' }) do
  vim.lsp.commands[name] = ask_server
end
