"""Tools of the workbench that are no tests."""
