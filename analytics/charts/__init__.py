"""Figures as plain data (Plotly's JSON): rows in, dicts out. PURE: no Django, no plotly import.

Colours are names of CSS tokens; static/js/charts.js resolves them in the reader's theme.
"""
