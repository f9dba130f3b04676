; `TODO` and links in comments, where the editor has the grammar for them.
([(comment) (doc_comment)] @injection.content
  (#set! injection.language "comment"))
