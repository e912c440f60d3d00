"""Every change of care: check-ins, cases, what the team has seen to, tandems that rest during a clarification."""
