"""Any GGUF as the writer: models that were not made for SEGLAM, and whose tokens are pieces of text.

    naming        readable names for what a draft may use, and back to the names of the scope
    primer, asking    what the model is told: the language, some procedures as examples, the request
    chat          the model's own form of a conversation, from its file
    spelling      what may follow, character by character
    drawing       drafts, piece by piece, whatever says what may follow
    drafting      drafts that are held to types
    gbnf, syntax_drafting    drafts under a grammar, which keep to the syntax only: where types cost too much
    network, sampler         llama.cpp

Everything from `chat` on runs in the worker; the rest where the request is read. The shipped model needs none of it.
"""
