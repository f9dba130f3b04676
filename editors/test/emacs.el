;;; emacs.el --- heng-mode and Eglot over the real server  -*- lexical-binding: t; -*-

;; Run by editors/test.sh in a folder with copies of the examples; HENG is the program.

(defvar failures 0)
(defun check (name held &optional more)
  (unless held (setq failures (1+ failures)))
  (princ (format "%s  %s%s\n" (if held "ok  " "FAIL") name (if held "" (format ": %S" more)))))

(defun face-of (text inside)
  "The face of TEXT, a regular expression, INSIDE it so many characters."
  (goto-char (point-min))
  (re-search-forward text)
  (get-text-property (+ (match-beginning 0) inside) 'face))

(setq heng-program (getenv "HENG"))

;; Indentation: what is canonical stays as it is, and comes back when it is lost.
(dolist (file (directory-files default-directory t "\\.heng\\'"))
  (find-file file)
  (check (format "%s opens in its mode" (file-name-nondirectory file)) (eq major-mode 'heng-mode) major-mode)
  (let ((before (buffer-string)))
    (indent-region (point-min) (point-max))
    (check "indentation keeps canonical text" (equal before (buffer-string))
           (cl-mismatch before (buffer-string)))
    (goto-char (point-min))
    (let (in-text)
      (while (not (eobp))
        (setq in-text (nth 3 (save-excursion (syntax-ppss (line-beginning-position)))))
        (unless in-text (delete-horizontal-space))
        (forward-line)))
    (indent-region (point-min) (point-max))
    (check "indentation restores it" (equal before (buffer-string)) (cl-mismatch before (buffer-string)))
    (erase-buffer)
    (insert before)
    (set-buffer-modified-p nil)))

(find-file "2024.heng")
(font-lock-ensure)
(check "a department is a type" (eq (face-of "部门 广州开发区" 3) 'font-lock-type-face))
(check "an indicator is a variable" (eq (face-of "PCT国际专利申请量 >= 800" 0) 'font-lock-variable-name-face))
(check "a text is a string" (eq (face-of "承接国家知识产权" 0) 'font-lock-string-face))
(check "a comment is a comment" (memq (face-of "申报表不印分值" 0) '(font-lock-comment-face)))
(check "a line behind a text is none" (not (eq (face-of "任务 创建" 0) 'font-lock-string-face)))

;; The server, where Eglot is installed.
(if (not (require 'eglot nil t))
    (princ "skip  Eglot is not installed\n")
  (setq eglot-sync-connect 10 eglot-autoshutdown nil)
  ;; As `M-x eglot' does with what heng-mode registered.
  (apply #'eglot (eglot--guess-contact))
  (let ((end (+ (float-time) 10)))
    (while (and (< (float-time) end) (< (length (flymake-diagnostics)) 10))
      (flymake-start)
      (accept-process-output nil 0.1)))
  (let* ((said (json-parse-string
                (with-output-to-string
                  (with-current-buffer standard-output
                    (call-process heng-program nil '(t nil) nil "check" "--isolated" "--quiet" "--format" "json" "2024.heng")))))
         (expected (mapcar (lambda (found) (gethash "line" (gethash "start" found))) (gethash "findings" said)))
         (got (mapcar (lambda (found) (line-number-at-pos (flymake-diagnostic-beg found))) (flymake-diagnostics)))
         (texts (mapcar (lambda (found) (buffer-substring-no-properties (flymake-diagnostic-beg found) (flymake-diagnostic-end found)))
                        (flymake-diagnostics))))
    (check "Eglot shows the findings of heng check" (equal (sort expected #'<) (sort got #'<)) (list expected got))
    (dolist (text '("广州开发区知识产权局" "质量指标" "240" "获奖数量"))
      (check (format "a finding stands under %s" text) (member text texts) texts)))
  (goto-char (point-min))
  (search-forward "年度专利授权量 >= 18000")
  (backward-delete-char (length " >= 18000"))
  (insert "》=１８０００")
  (eglot-format-buffer)
  (check "formatting writes the canonical form"
         (save-excursion (goto-char (point-min)) (search-forward "年度专利授权量 >= 18000 件 {" nil t)))
  (set-buffer-modified-p nil))

(princ (format "emacs %s: %d failures\n" emacs-version failures))
(kill-emacs (if (zerop failures) 0 1))
