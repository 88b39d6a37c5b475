"""Forms: what pages send, checked and turned into values. One file per noun."""
