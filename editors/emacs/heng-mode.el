;;; heng-mode.el --- Major mode for heng, performance indicators of budgets  -*- lexical-binding: t; -*-

;; Version: 0.1.0
;; Package-Requires: ((emacs "27.1"))
;; Keywords: languages

;;; Commentary:

;; Colours, indentation and comments for `.heng' files, and `heng lsp' for Eglot (in Emacs
;; since 29, from ELPA before) and lsp-mode.  How to set it up: docs/editors.md.

;;; Code:

(require 'seq)
(require 'subr-x)

(defgroup heng nil
  "衡：预算绩效指标。"
  :group 'languages)

(defcustom heng-program "heng"
  "heng 程序。"
  :type 'string)

(defcustom heng-indent 4
  "一级缩进的空格数。"
  :type 'integer
  :safe #'integerp)

(defvar eglot-server-programs)
(defvar lsp-language-id-configuration)
(declare-function lsp-register-client "lsp-mode")
(declare-function make-lsp-client "lsp-mode")
(declare-function lsp-stdio-connection "lsp-mode")

(defconst heng--name "[[:alpha:]_][[:alnum:]_·]*")

(defconst heng--sign
  (concat (regexp-opt '(">=" "≥" "≧" "》=" "》＝" "＞＝" ">" "＞" "》" "=" "＝" "<" "＜" "《" "<=" "≤" "≦" "《=" "《＝" "＜＝"))
          "\\|" (regexp-opt '("不低于" "不少于" "不小于" "高于" "大于" "等于" "低于" "小于" "不高于" "不超过" "不大于"))))

(defconst heng--keywords
  (list
   ;; A declaration and its name.
   `(,(concat "^[ \t　]*\\(部门\\|项目\\|框架\\|任务\\|测试\\|实际\\|单位\\|量级\\)[ \t：:]+\\(" heng--name "\\)")
     (1 font-lock-keyword-face) (2 font-lock-type-face))
   `(,(concat "^[ \t　]*" (regexp-opt '("引用" "核对" "检查" "测试" "期望" "空缺") t) "[ \t：:]") 1 font-lock-keyword-face)
   ;; An attribute, at the beginning of a line or behind a comma.
   `(,(concat "\\(?:^\\|[,，;；{｛]\\)[ \t　]*"
              (regexp-opt '("年度" "预算" "数据" "总体目标" "资金" "内容" "目标" "来源" "佐证" "说明" "负责" "代码"
                            "依据" "原因" "调整" "周期" "上年" "计分" "及格" "公式" "方向" "核心" "满分" "默认计分" "监控灯"
                            "等级" "舍入" "超额" "量纲" "其余") t)
              "\\(?:[ \t　：:,，;；{｛}｝0-9]\\|$\\)")
     1 font-lock-keyword-face)
   `("\\(?:继承\\|又名\\)[ \t]" 0 font-lock-keyword-face)
   ;; A group, with or without its weight.
   `(,(concat "^[ \t　]*\\(" heng--name "\\)\\(?:[ \t　]+[0-9０-９.]+[ \t　]*分\\)?[ \t　]*[{｛]") 1 font-lock-type-face)
   ;; An indicator stands before a sign.
   `(,(concat "\\(" heng--name "\\)[ \t　]*[：:]?[ \t　]*\\(" heng--sign "\\)")
     (1 font-lock-variable-name-face) (2 font-lock-builtin-face))
   `(,(concat "\\(" heng--name "\\)[ \t　]+\\(定性\\|不适用\\|同比\\)") (1 font-lock-variable-name-face) (2 font-lock-builtin-face))
   `(,(regexp-opt '("达标" "比例" "门槛" "线性" "分档" "插值" "扣分") 'symbols) . font-lock-function-name-face)
   ;; A number and its unit.
   '("\\([0-9０-９][0-9０-９,，.．]*\\)[ \t　]*\\([[:alpha:]%％‰]+\\(?:[/／·][[:alpha:]]+\\)*\\)?"
     (1 font-lock-constant-face) (2 font-lock-type-face nil t)))
  "What is coloured in heng, the first match first.")

(defvar heng-mode-syntax-table
  (let ((table (make-syntax-table)))
    (modify-syntax-entry ?# "<" table)
    (modify-syntax-entry ?\n ">" table)
    (modify-syntax-entry ?\" "\"" table)
    (modify-syntax-entry ?\\ "." table)
    (modify-syntax-entry ?· "_" table)
    (modify-syntax-entry ?_ "_" table)
    (modify-syntax-entry ?' "." table)
    (modify-syntax-entry ?｛ "(｝" table)
    (modify-syntax-entry ?｝ ")｛" table)
    (modify-syntax-entry ?（ "(）" table)
    (modify-syntax-entry ?） ")（" table)
    table)
  "Brackets, texts and comments of heng.")

;; `\"\"\"' opens and closes a text in which a lone `\"' means itself.
(defconst heng--syntax-propertize
  (syntax-propertize-rules
   ("\"\"\""
    (0 (ignore
        (let ((state (save-excursion (syntax-ppss (match-beginning 0)))))
          (cond
           ((nth 4 state))
           ((not (nth 3 state))
            (put-text-property (match-beginning 0) (1+ (match-beginning 0)) 'syntax-table (string-to-syntax "|")))
           ((eq (nth 3 state) t)
            (put-text-property (1- (match-end 0)) (match-end 0) 'syntax-table (string-to-syntax "|"))))))))))

(defun heng-indent-line ()
  "Indent a line by the braces around it; what stands in a text is left alone."
  (interactive)
  (let ((state (save-excursion (syntax-ppss (line-beginning-position)))))
    (if (and (nth 3 state) (not (save-excursion (back-to-indentation) (looking-at "\"\"\""))))
        'noindent
      (let* ((closing (save-excursion (back-to-indentation) (looking-at "[}｝]")))
             (text-start (and (nth 3 state) (nth 8 state)))
             (column (if text-start
                         ;; The end of a text stands under the line that opened it.
                         (save-excursion (goto-char text-start) (current-indentation))
                       (* heng-indent (max 0 (- (heng--depth state) (if closing 1 0))))))
             (from-end (- (point-max) (point))))
        (indent-line-to column)
        (when (> (- (point-max) from-end) (point))
          (goto-char (- (point-max) from-end)))))))

(defun heng--depth (state)
  "How many braces are open in STATE."
  (seq-count (lambda (open) (memq (char-after open) '(?{ ?｛))) (nth 9 state)))

;;;###autoload
(define-derived-mode heng-mode prog-mode "衡"
  "Major mode for heng."
  (setq-local comment-start "# "
              comment-start-skip "##?[ \t]*"
              font-lock-defaults '(heng--keywords)
              indent-line-function #'heng-indent-line
              indent-tabs-mode nil
              syntax-propertize-function heng--syntax-propertize
              electric-indent-chars (append '(?} ?｝) electric-indent-chars)
              imenu-generic-expression
              `((nil ,(concat "^[ \t]*\\(" heng--name "\\)[ \t]*\\(?:" heng--sign "\\)") 1)
                ("组" ,(concat "^[ \t]*\\(" heng--name "\\)[^\n{｛>=<]*[{｛]") 1))))

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.heng\\'" . heng-mode))

(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs `(heng-mode . (,heng-program "lsp"))))

(with-eval-after-load 'lsp-mode
  (add-to-list 'lsp-language-id-configuration '(heng-mode . "heng"))
  (lsp-register-client
   (make-lsp-client :new-connection (lsp-stdio-connection (lambda () (list heng-program "lsp")))
                    :major-modes '(heng-mode)
                    :server-id 'heng)))

(defun heng-score (actuals)
  "评价这个文件，实际完成值在表格 ACTUALS 里；空着就用文件里的 实际。"
  (interactive "f实际完成值的表格：")
  (save-buffer)
  (compile (mapconcat #'shell-quote-argument
                      (append (list heng-program "score" (buffer-file-name) "--color" "never")
                              (unless (or (string-empty-p actuals) (file-directory-p actuals))
                                (list "--actuals" (expand-file-name actuals))))
                      " ")))

(defun heng-test ()
  "运行文件里的 测试。"
  (interactive)
  (save-buffer)
  (compile (mapconcat #'shell-quote-argument (list heng-program "test" (buffer-file-name) "--color" "never") " ")))

(provide 'heng-mode)
;;; heng-mode.el ends here
