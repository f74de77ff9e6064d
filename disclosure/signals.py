from django.dispatch import Signal

# Sent after commit, with the publication.
published = Signal()
withdrawn = Signal()
