"""STEP 3: what the numbers mean; numbers only, no wording."""
