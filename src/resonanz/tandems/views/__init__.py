"""The pages of tandems: of the two, and what the team does about one; lists to take along."""
