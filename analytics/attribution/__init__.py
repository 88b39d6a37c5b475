"""How credit for one conversion is shared among the touches before it.

One file per model, all with one signature; `catalogue.py` lists them. PURE: values in,
values out. docs/attribution.md argues the whole in prose.
"""
