"""How a case about names (办件) goes: stages, steps, papers, approvers, filing, days."""
