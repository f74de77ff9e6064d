"""Tokens of business systems. Only their SHA-256 is kept: who reads the database cannot use them."""

import hashlib
import hmac
import secrets

from disclosure.models import BusinessSystem

PREFIX = "mc_"
RANDOM_BYTES = 32
HINT_LENGTH = 4


def new_token() -> str:
    """256 random bits, to be shown once."""
    return PREFIX + secrets.token_urlsafe(RANDOM_BYTES)


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def system_of(token: str) -> BusinessSystem | None:
    """The system in use whose token this is; None for any other. One query."""
    digest = digest_of(token)
    rows = BusinessSystem.objects.select_related("organization", "account__organization")
    found = rows.filter(token_hash=digest, is_active=True, account__is_active=True).first()
    if found is None or not hmac.compare_digest(found.token_hash, digest):
        return None
    return found
