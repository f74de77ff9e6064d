"""Why a publication cannot move on. Each rule gives Chinese sentences that say what is missing and what to do.

Declared on the transitions of `disclosure.models.pipeline`; the rules know the models only through the publication.
"""

from .content import (
    awaits_second_signature,
    formed_by_now,
    has_content,
    is_correction,
    is_done,
    is_no_correction,
    is_proactive,
    organization_exists,
    was_never_public,
)
from .interpretation import (
    INTERPRETED_WITHIN,
    MATERIAL,
    document_goes_out_by,
    document_is_public,
    form_has_its_material,
    interpretation_explains,
    interpretation_goes_out_with_it,
    interpretation_is_not_a_copy,
    interpretation_is_planned,
    interpretation_is_ready,
)
from .people import (
    DUTY,
    TURN,
    about_people,
    did_not_rush,
    did_not_write,
    holding_of,
    right_needed,
    wrote,
)
from .settled import (
    findings_are_settled,
    no_blocking_findings,
    others_concerned_agree,
    remarks_are_settled,
)

TO_GO_OUT = (
    is_proactive,
    organization_exists,
    formed_by_now,
    has_content,
    interpretation_explains,
    document_is_public,
)

__all__ = [
    "DUTY",
    "INTERPRETED_WITHIN",
    "MATERIAL",
    "TO_GO_OUT",
    "TURN",
    "about_people",
    "awaits_second_signature",
    "did_not_rush",
    "did_not_write",
    "document_goes_out_by",
    "document_is_public",
    "findings_are_settled",
    "form_has_its_material",
    "formed_by_now",
    "has_content",
    "holding_of",
    "interpretation_explains",
    "interpretation_goes_out_with_it",
    "interpretation_is_not_a_copy",
    "interpretation_is_planned",
    "interpretation_is_ready",
    "is_correction",
    "is_done",
    "is_no_correction",
    "is_proactive",
    "no_blocking_findings",
    "organization_exists",
    "others_concerned_agree",
    "remarks_are_settled",
    "right_needed",
    "was_never_public",
    "wrote",
]
