"""The reference of the language, generated from the registry of builtins, the grammar and the limits.

`chapters` puts the builtins in order, `pages` renders them as Markdown, `facts` fills the generated parts of
docs/language.md, `highlighting` describes the syntax for editors, and `topics` answers `seglam docs`.

`python -m seglam_lang.language.reference` (or `make docs`) writes the files in docs/; a test fails if one is stale.
"""
