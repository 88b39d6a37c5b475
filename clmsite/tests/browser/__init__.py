"""Every page in a real Chromium: accessibility, content policy, console, sideways scroll."""
