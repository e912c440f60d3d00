"""What may be typed about programmes and their people."""
