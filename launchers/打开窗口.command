#!/bin/sh
# Opens the window of xltools; a workbook is chosen there, or given as an argument.
exec {python} -m xltools open "$@"
