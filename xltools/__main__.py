"""`python -m xltools`: the command line where no `xltools` program is on the path."""

import sys

from xltools.cli import main

if __name__ == "__main__":
    sys.exit(main())
