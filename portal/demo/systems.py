"""A business system of the demo county and the draft it handed in. Nobody knows its token: give it a new one to try."""

import json
from datetime import date, timedelta

from disclosure.api import systems
from disclosure.api.handing_in import content_hash, take_in
from disclosure.api.schemas import HandIn
from disclosure.models import BusinessSystem, Publication
from portal.organizations.models import User

from .clock import DemoClock
from .publications import Obligations

NAME = "县民政局社会救助业务系统"
OWNER = "县民政局"
MATTER = ("19-social-assistance", "救助资金 > 社会救助资金发放情况")


def hand_in(clock: DemoClock, organizations: dict, obligations: Obligations, by: User) -> Publication:
    """Register the system in the name of `by`, and let it hand in last month's statement for review."""
    system = BusinessSystem(name=NAME, organization=organizations[OWNER], contact="县民政局社会救助股")
    systems.register(system, by)
    content = _statement(clock.today.replace(day=1) - timedelta(days=1), system, obligations)
    handed = HandIn.model_validate(content, context={"system": system})
    body = json.dumps(content).encode()
    answer = take_in(system, handed, f"dibao-{handed.formed_on:%Y-%m}", content_hash(body)).answer
    return Publication.objects.get(pk=answer["id"])


def _statement(month_end: date, system: BusinessSystem, obligations: Obligations) -> dict:
    month = f"{month_end.year}年{month_end.month}月"
    owed = obligations.find(OWNER, *MATTER)
    return {
        "kind": "article",
        "organization": system.organization.code,
        "title": f"{month}城乡居民最低生活保障资金发放情况",
        "summary": f"{month}全县低保资金发放的户数、人数和金额，按城市低保、农村低保分列。",
        "body": f"<p>{month}，全县发放最低生活保障资金1286.4万元，保障5120户、8934人，资金通过一卡通发放到户。</p>{TABLE}",
        "topic": "民政、扶贫、救灾\\社会福利",
        "stage": "result",
        "keywords": "低保、资金发放",
        "formed_on": month_end.isoformat(),
        "matters": [owed.matter.code] if owed else [],
        "submit": True,
    }


TABLE = (
    "<table><caption>低保资金发放情况</caption>"
    '<thead><tr><th scope="col">类别</th><th scope="col">户数</th><th scope="col">人数</th>'
    '<th scope="col">金额（万元）</th></tr></thead>'
    '<tbody><tr><th scope="row">城市低保</th><td>1020</td><td>1586</td><td>312.6</td></tr>'
    '<tr><th scope="row">农村低保</th><td>4100</td><td>7348</td><td>973.8</td></tr></tbody></table>'
)
