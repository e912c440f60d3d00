"""The questionnaire as people fill it in, and as the team sets it up."""
