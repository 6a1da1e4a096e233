"""How sure is sure: the model's confidence, fitted to requests whose right answers are known.

    python -m seglam_lang.translator.nano.calibrate     # nano/confidence.json, docs/confidence.md and its diagram

asking     the requests of the development sets, and what the model drafts for them
judging    what the drafts come to: the evidence for the likeliest program, and whether its answer is right
fitting    the logistic regression from evidence to the chance that an answer is right
report     tables and the reliability diagram
"""
