"""Every change: outcomes, referrals, the directory, and what a programme offers."""
