"""What may be typed: outcomes, referrals, and what a programme offers."""
