#!/usr/bin/env python3
"""The one way to start, test and manage this software. It needs nothing but Python: see README.md.

This file is read by Pythons that are too old for the rest, so that they can say so."""

import sys

if sys.version_info < (3, 11):
    found = ".".join(str(part) for part in sys.version_info[:2])
    sys.stderr.write(
        "This needs Python 3.11 or newer and was started with Python {}: install a newer Python from "
        "https://www.python.org/downloads/ and start this command with it.\n".format(found)
    )
    sys.exit(2)

if __name__ == "__main__":
    from derbyvoice.bootstrap.main import main

    sys.exit(main(sys.argv))
