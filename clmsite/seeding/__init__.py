"""The demo company: a simulated world written into the database. See docs/demo.md."""
