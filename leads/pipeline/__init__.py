"""The board's verbs: one file each. All take the version the caller saw and lose when it is old."""
