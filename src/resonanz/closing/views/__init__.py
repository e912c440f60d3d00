"""The pages of closing: of the two, of the team, of whoever checks a certificate or answers months later."""
