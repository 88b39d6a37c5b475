"""What imports of leads, deals and touches share: many rows at once, under the verbs' rules."""
