"""Makes the model that ships: corpus, training, export, evaluation.

Only needed to make a new model: it uses PyTorch (`pip install seglam[train]`) and is never imported when SEGLAM
answers.
"""
