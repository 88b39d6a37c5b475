"""Reports: queries to rows, one file per page. They read what stands and write nothing."""
