"""From a clone and a Python to a running copy. Standard library only: nothing is installed yet when this runs."""
