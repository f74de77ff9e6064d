"""Links that nobody could see, pasted or sent in with a body: the clerk is told, and a finding is kept."""

from django.contrib import messages

from disclosure.hidden_links import CODE, hidden_in, note
from portal.screening import Finding

REMEMBERED = "hidden_links"
MOST_REMEMBERED = 50
ADVICE = (
    "这是网页被篡改的常见特征。请核对它是怎样进来的，不需要的请删除后再保存；"
    "确实需要的，由保密审查员在审阅页写明理由。"
)


def remember_hidden_links(request, pasted: str) -> None:
    """What is pasted is cleaned before it reaches the form; until then the session knows which links were hidden."""
    lines = [[found.level, found.place, found.excerpt, found.fingerprint] for found in hidden_in(pasted)]
    known = request.session.get(REMEMBERED, [])
    fresh = [line for line in lines if line not in known]
    if fresh:
        request.session[REMEMBERED] = [*known, *fresh][-MOST_REMEMBERED:]


def warn_of_hidden_links(request, form) -> None:
    """After saving: keep a finding for each hidden link that stands in the text, and say what to do."""
    remembered = request.session.get(REMEMBERED, [])
    pasted = [Finding(CODE, level, place, excerpt, "", mark) for level, place, excerpt, mark in remembered]
    hidden = {found.fingerprint: found for found in [*form.hidden_links, *pasted]}
    standing = note(form.instance, hidden.values())
    for found in standing:
        messages.warning(request, f"正文里有原来看不见的链接：{found.excerpt}。{ADVICE}")
    noted = {found.fingerprint for found in standing}
    if noted & {line[3] for line in remembered}:
        request.session[REMEMBERED] = [line for line in remembered if line[3] not in noted]
