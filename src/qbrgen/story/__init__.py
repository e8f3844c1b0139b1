"""STEP 5: what each reader is told; no format, no pixels."""
