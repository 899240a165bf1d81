"""The command line: a thin door, one function per command, each calling one task.

`commands` and `batch_commands` hold the commands, `application` the group and what becomes of errors,
`help` the Chinese help, `console` what is printed and where. Tasks are imported when a command runs, so that
`--help` answers at once.
"""

from xltools.cli.application import main

__all__ = ["main"]
