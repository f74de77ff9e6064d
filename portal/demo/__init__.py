"""The fictional county 明湖县: everything `manage.py load_demo` and `load_bulk` put into an empty database."""
