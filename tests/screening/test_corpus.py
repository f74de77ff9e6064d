"""Recall and precision on the labelled corpus. A fault is named with its file and line."""

import pytest

from portal.screening import CODES, Level, Words

from .samples import FILES, load, score

LEAST = 0.97
WORDS = Words.shipped()
SAMPLES = {name: load(name) for name in FILES}
ALL = [sample for samples in SAMPLES.values() for sample in samples]
DETECTORS = (
    ("secrecy_mark",),
    ("withheld_mark",),
    ("internal_mark",),
    ("identity_number",),
    ("mobile_number",),
    ("bank_card",),
    ("bank_account",),
    ("home_address",),
    ("private_email",),
    ("travel_document",),
    ("licence_plate",),
    ("mistyped_word",),
    ("organ_name",),
    ("wording",),
    ("banned_word",),
    ("title_order",),
    ("external_link", "hidden_link", "spam_link", "lookalike_link", "unsafe_link"),
)


def test_the_corpus_is_large_enough():
    assert sum(bool(sample.expected) for sample in ALL) >= 300
    assert sum(not sample.expected for sample in ALL) >= 300
    assert {code for sample in ALL for code in sample.expected} <= set(CODES)
    assert len({sample.text for sample in ALL}) == len(ALL)


@pytest.mark.parametrize("codes", DETECTORS, ids="-".join)
def test_every_detector_has_25_positives(codes):
    assert sum(bool(sample.expected & set(codes)) for sample in ALL) >= 25


@pytest.mark.parametrize("name", FILES)
def test_recall_and_precision_of_each_part(name):
    result = score(SAMPLES[name], WORDS)
    assert result.recall() >= LEAST, result.faults
    assert result.precision() >= LEAST, result.faults


def test_recall_and_precision_of_every_blocking_code():
    result = score(ALL, WORDS)
    for code in (code for code, about in CODES.items() if about.level == Level.BLOCKS):
        recall, precision = result.recall(code), result.precision(code)
        assert recall is None or recall >= LEAST, (code, result.faults)
        assert precision is None or precision >= LEAST, (code, result.faults)
