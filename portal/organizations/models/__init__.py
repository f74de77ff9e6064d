from .deputy import Deputy
from .organization import TOWN_KINDS, VILLAGE_KINDS, Kind, Organization, validate_credit_code
from .post import Duty, OfficePost
from .signing_in import FormerPassword, SignInLock, SignInRecord
from .user import User

__all__ = [
    "TOWN_KINDS",
    "VILLAGE_KINDS",
    "Deputy",
    "Duty",
    "FormerPassword",
    "Kind",
    "OfficePost",
    "Organization",
    "SignInLock",
    "SignInRecord",
    "User",
    "validate_credit_code",
]
