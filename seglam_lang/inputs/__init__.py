"""Every way in for data: files, values of the command line and Python objects become typed values.

inputs = read_inputs(files=[("", Path("shops.csv"))])
inputs.tables["table"].headers
"""

from __future__ import annotations

from seglam_lang.inputs.model import Field, InputError, Inputs
from seglam_lang.inputs.values import from_python, read_file, read_inputs, read_value, refuse_rounding

__all__ = [
    "Field",
    "InputError",
    "Inputs",
    "from_python",
    "read_file",
    "read_inputs",
    "read_value",
    "refuse_rounding",
]
