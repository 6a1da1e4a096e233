"""Makes the cross-encoder that ships: it says how likely a description of a draft is what a request asks. And what
says of two requests, by what the cross-encoder makes of them, whether they ask for the same.

    python -m seglam_lang.translator.nano.cross.pairs                  # build/nano/cross: from the prepared sources
    python -m seglam_lang.translator.nano.cross.drafted --model MODEL  # and from what a model drafts for them
    python -m seglam_lang.translator.nano.cross.train --minutes 60     # goes on from what was trained before
    python -m seglam_lang.translator.nano.cross.export                 # nano/cross.gguf
    python -m seglam_lang.translator.nano.cross.wordings               # build/nano/cross: requests beside others
    python -m seglam_lang.translator.nano.cross.compared               # what the cross-encoder makes of them
    python -m seglam_lang.translator.nano.cross.alike                  # nano/alike.gguf

told       Told, the form: requests with descriptions that are right for them, and such that are not
mutants    programs that are nearly a given one
pairs      the program of each request, beside others of its table and beside its mutants
drafted    drafts of a model, run beside the program that is right
network    a BERT with one number for the two texts that it reads
train      its training
export     the GGUF file: without word embeddings, which are those of the encoder that ships
wordings   requests beside the words of others about their table, and whether these ask for the same
compared   the features of these pairs
alike      the network that learns from them, and its GGUF file
"""
