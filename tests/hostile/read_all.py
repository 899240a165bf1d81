"""Reads documents as `xltools read` does, one after the other: a line of JSON for each. For a watched process.

python tests/hostile/read_all.py OUTPUT.xlsx DOCUMENT...
"""

import json
import sys
from pathlib import Path

import xltools

for name in sys.argv[2:]:
    try:
        xltools.read_document(name, sys.argv[1])
        said = ""
    except xltools.XltoolsError as error:
        said = str(error)
    print(json.dumps({"file": Path(name).name, "said": said}), flush=True)
