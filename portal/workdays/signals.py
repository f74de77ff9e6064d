from django.dispatch import Signal

# Sent after commit when days or years changed, so that whoever stored a due date counts it again.
calendar_changed = Signal()
