"""Set-up of a working copy. Standard library only: nothing is installed yet when this runs."""
