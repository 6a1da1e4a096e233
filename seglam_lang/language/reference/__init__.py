"""The reference of the language, made from what the program itself knows: the registry of builtins, the grammar, the
limits.

`chapters` puts the builtins in order, `pages` writes them as Markdown, `facts` fills the generated parts of
docs/language.md, `highlighting` describes the syntax to editors, and `topics` answers `seglam docs`.

`python -m seglam_lang.language.reference` (or `make docs`) writes the files in docs/ anew; a test says when one is
stale.
"""
