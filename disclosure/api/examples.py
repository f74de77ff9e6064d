"""The example of the documentation. It holds for the demo county."""

HAND_IN = {
    "kind": "article",
    "organization": "civil-affairs",
    "title": "2026年6月城乡居民最低生活保障资金发放情况",
    "summary": "2026年6月全县低保资金发放的户数、人数和金额。",
    "body": "2026年6月，全县发放最低生活保障资金1286.4万元，保障5120户、8934人。\n\n其中城市低保1020户，农村低保4100户。",
    "topic": "民政、扶贫、救灾\\社会福利",
    "stage": "result",
    "keywords": "低保、资金发放",
    "formed_on": "2026-06-30",
    "submit": True,
}
