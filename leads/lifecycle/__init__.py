"""How far a lead has come: accepted, rejected, qualified, given to somebody. One verb per file."""
