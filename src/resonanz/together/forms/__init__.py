"""What may be typed, one file for each topic."""
