"""Forms that visitors fill in: their definition, their checks, and what a submission becomes."""
