"""What a law, a rule, a finding and a step are."""
