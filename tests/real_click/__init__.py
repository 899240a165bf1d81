"""A workbook in LibreOffice on a screen of its own, clicked with a real mouse."""
