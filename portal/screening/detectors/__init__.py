"""Pure detectors: folded text in, hits out. They know no Django, no database and no clock."""
