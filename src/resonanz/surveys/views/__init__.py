"""The questionnaire by its mailed link, and the team's pages."""
