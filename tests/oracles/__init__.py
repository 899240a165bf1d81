"""Programs outside our own code that say whether a file we wrote is right.

LibreOffice recalculates and renders it, Microsoft's Open XML SDK validates it, openpyxl, calamine and pandas
read it. Tests import them as ``from oracles import libreoffice``; conftest.py turns `MissingToolError` into a
skip, or on CI into a failure.
"""


class MissingToolError(Exception):
    """A program outside Python that an oracle needs is not on this machine."""
