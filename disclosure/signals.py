from django.dispatch import Signal

# Sent after commit, with the publication.
published = Signal()
withdrawn = Signal()
corrected = Signal()
# Sent after commit of every step, with the publication and the verb.
moved = Signal()
