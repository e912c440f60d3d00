"""What may be typed, and the sentence when it is wrong."""
