"""Changes of the catalog by procedure: proposed with a legal reason, assessed, approved, in force as a numbered revision.

`procedure.py` moves a request on, `effect.py` writes the tree, `checks.py` says what stands against it, `national.py`
what the county may not touch, `wording.py` how the elements of a matter are named, read and compared.
"""
