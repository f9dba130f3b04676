(source_file) @local.scope
(block) @local.scope

(entry name: (name) @local.definition)
(item name: (name) @local.definition)
(scoring name: (name) @local.definition)
(framework name: (name) @local.definition)

(path (name) @local.reference)
(method name: (name) @local.reference)
