"""Findings in text: what they say, that they show nothing in clear, and that they stay the same when the text moves."""

import random
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from portal.screening import CODES, Level, Words, screen_text
from portal.screening.detectors.hits import fold
from portal.screening.text import PERSONAL_CODES, personal_hits

from .numbers import card, grouped, identity_number, mobile

WORDS = Words.shipped()
SEEDS = st.integers(0, 10**9)
NOISE = st.text(alphabet="，。；：（）0123456789 \n甲乙丙丁户号元年月日关于通知公示", max_size=60)


def only(findings):
    (finding,) = findings
    return finding


def test_an_identity_number_blocks_and_is_masked():
    number = identity_number(random.Random(1))
    finding = only(screen_text(f"当事人王某，身份证号{number}。", "正文", WORDS))
    assert (finding.code, finding.level, finding.place) == ("identity_number", Level.BLOCKS, "正文")
    assert number not in finding.excerpt and f"{number[:4]}**********{number[-4:]}" in finding.excerpt
    assert finding.blocks


def test_a_mistyped_identity_number_is_to_be_answered():
    number = identity_number(random.Random(1), "3")[:-1] + "4"
    finding = only(screen_text(f"身份证号码：{number}", "正文", WORDS))
    assert (finding.code, finding.level) == ("identity_number", Level.ANSWER)
    assert number not in finding.excerpt
    assert screen_text(f"流水编号：{number}", "正文", WORDS) == []


def test_a_secrecy_mark_that_is_only_quoted_need_not_be_removed():
    real = only(screen_text("机密★1年\n明湖县人民政府办公室", "正文", WORDS))
    quoted = only(screen_text("文件首页标注“机密★1年”字样。", "正文", WORDS))
    assert (real.level, quoted.level) == (Level.BLOCKS, Level.ANSWER)


def test_the_paragraph_is_counted_without_blank_lines():
    finding = only(screen_text("关于防汛的通知\n\n各乡镇：\n  主讯期将至。", "正文", WORDS))
    assert finding.place == "正文第3段"


def test_the_same_thing_twice_is_one_finding():
    finding = only(screen_text("帐户一、帐户二、帐户三", "正文", WORDS))
    assert finding.proposal.endswith("同样的内容还有2处。")


def test_a_finding_stays_the_same_when_the_text_moves():
    number = identity_number(random.Random(2))
    before = only(screen_text(f"身份证号{number}", "正文", WORDS))
    spaced = grouped(number, (6, 8, 4), " ")
    after = only(screen_text(f"另起一段\n户主李某（{spaced}）", "附件“名单.docx”", WORDS))
    other = only(screen_text(f"身份证号{identity_number(random.Random(3))}", "正文", WORDS))
    assert before.fingerprint == after.fingerprint != other.fingerprint


def test_fingerprints_do_not_depend_on_the_number_alone(settings):
    number = identity_number(random.Random(2))
    before = only(screen_text(number, "正文", WORDS)).fingerprint
    settings.SECRET_KEY = "another"
    assert only(screen_text(number, "正文", WORDS)).fingerprint != before
    assert number not in before and len(before) == 64


def test_an_excerpt_masks_the_neighbours_too():
    rng = random.Random(4)
    number, phone, account = identity_number(rng), mobile(rng), card(rng)
    findings = screen_text(f"王某 {number} 电话{phone} 卡号{account} 帐户", "正文", WORDS)
    assert [f.code for f in findings] == ["identity_number", "mobile_number", "bank_card", "mistyped_word"]
    said = "".join(f.excerpt + f.proposal for f in findings)
    assert not any(clear in said for clear in (number, phone, account))


@given(seed=SEEDS, before=NOISE, after=NOISE)
def test_no_personal_number_is_ever_shown_in_clear(seed, before, after):
    rng = random.Random(seed)
    numbers = [identity_number(rng), mobile(rng), card(rng)]
    text = f"{before}。身份证{numbers[0]}，手机{numbers[1]}，卡号{numbers[2]}。{after}"
    findings = screen_text(text, "正文", WORDS)
    assert {"identity_number", "mobile_number", "bank_card"} <= {f.code for f in findings}
    assert not any(number in f.excerpt + f.proposal for f in findings for number in numbers)


@given(st.text(max_size=200))
def test_folding_keeps_every_place(text):
    assert len(fold(text)) == len(text)


@given(st.text(alphabet="0123456789Xx -\n.,/·@*：号卡身份证电话村组幢单元室京A", max_size=120))
def test_personal_hits_do_not_overlap(text):
    hits = sorted((hit.start, hit.end) for hit in personal_hits(text))
    assert all(first[1] <= second[0] for first, second in pairwise(hits))
    assert all(0 <= start < end <= len(text) for start, end in hits)


def test_every_code_says_why_and_on_what_ground():
    assert set(CODES) >= PERSONAL_CODES
    assert all(code.label and code.explanation.endswith("。") and code.source for code in CODES.values())
