"""The window: the buttons of the workbook for those whose Excel blocks macros, and for WPS and LibreOffice.

`start` opens it, `main_window` is its layout and what its keys do, `actions` what a button does (without any
window), `worker` runs that beside the window, `results` shows what came of it, `question` asks, `looks` holds fonts
and sizes, `desktop` hands files to other programs. Only `start` may be imported where Python has no tkinter.
"""
