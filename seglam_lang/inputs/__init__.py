"""Every way in for data: files, values of the command line and Python objects become typed values.

inputs = read_inputs(files=[("", Path("shops.csv"))])
inputs.tables["table"].headers

files             which file is meant; unpacking, decoding; formats says what reads it, several reads a folder
urls              which database a URL means
csv_texts, json_texts, sheets, arrow_files, databases, postgres
                  the formats: each gives named columns of cells, and notes; layout finds the headers
raw               from such columns to a Table: one way for all of them
nested            the fields of records in cells as columns
columns           what the texts of a column mean: amounts, days, times, flags
python_values     Python objects and JSON; guessing says how they are read where they do not say it themselves
notation          values on the command line; literals, what stands in brackets
progress          who watches a long reading
reading           all inputs of a request, as the Inputs of model
"""

from __future__ import annotations

from seglam_lang.inputs.files import FileOptions, read_file, read_lines_of_json
from seglam_lang.inputs.model import Field, InputError, Inputs
from seglam_lang.inputs.numbers import refuse_rounding
from seglam_lang.inputs.python_values import from_python
from seglam_lang.inputs.reading import read_inputs, read_table

__all__ = [
    "Field",
    "FileOptions",
    "InputError",
    "Inputs",
    "from_python",
    "read_file",
    "read_inputs",
    "read_lines_of_json",
    "read_table",
    "refuse_rounding",
]
