from django.dispatch import Signal

# Sent after commit when organisations were added, moved, merged or abolished.
organizations_changed = Signal()
