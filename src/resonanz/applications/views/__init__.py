"""Doors: the applicant's pages, the company's, the team's."""
