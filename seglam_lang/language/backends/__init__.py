"""Backends: what a relational engine computes in place of the interpreter, with exactly the interpreter's answer.

    engines      what the planner asks of a database, whichever it is
    engine_names which engines there are, by name
    dialects     what engines write in SQL in different ways
    database     DuckDB in this process: the only module that knows it
    spark        Spark, for who asks for it: the only module that knows it
    memory       how much memory there is for it
    columns      columns and values in SQL, with how many digits they may have
    relation     rows in the database, and the `StoredTable` over them, whose cells Python gets where it asks for them
    expressions  a function of a row in SQL, where SQL gives the same for every row
    aggregates   one value of all rows, or one of each group
    operations   builtins of tables on relations: those that give tables again, and what they come to
    copies       tables of Python's memory put beside those in the database
    joins        builtins of two tables
    groups       aggregates of groups, the first rows of each, pivots
    summaries    functions of the rows of a group, for all groups at once
    windows      columns that look at other rows: ranks, running totals, differences
    quotients    comparisons and roundings of quotients
    results      what a procedure comes to: with its cells, or kept in the database where it is large
    planner      a procedure whose calls use the database where their table is stored, and closures for the rest

The interpreter stays the definition of every answer. A call is left to it unless the SQL gives the same value for all
rows there may be: numbers are BIGINTs or DECIMALs whose digits are counted before, so that nothing overflows or is
rounded; a NULL is what reading a blank cell is; rows have positions, so that order is never left to the engine. What
nobody can know before (the database gives up, or the fuel might not be enough) is run again without it, as procedures
have no effects.
"""
