"""Large files, read into tables whose rows lie in a database (`language.backends`), in place of Python's memory.

A file is read so only where it comes to the same table, with the same notes, as any other. Where that is not known for
certain, or something is wrong with the file, the reader gives None, and the file is read as a small one is, which says
what is wrong with which line. `in_spark` has the rows in Spark, for who asks for it.
"""
