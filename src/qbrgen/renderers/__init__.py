"""STEP 7: stories turned into files."""
