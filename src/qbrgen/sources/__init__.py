"""STEP 1: where accounts come from."""
