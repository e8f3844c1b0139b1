"""STEP 6: charts drawn from their specs."""
