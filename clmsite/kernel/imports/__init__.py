"""Imports of CSV files: read, map, check, write in chunks, undo. What a kind of row means is
said by the apps (settings.IMPORT_KINDS); nothing in here knows a campaign or a lead."""
