"""STEP 4: what must not be claimed."""
