"""A whole official text in, its reading out: nothing dropped, nothing guessed, never an error."""

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache

from catalog.time_limits.clauses import is_act, read_clause
from catalog.time_limits.model import Mode, Reading, TimeLimit
from catalog.time_limits.wording import clauses, is_exception, plain, sentences, states_plainly

_LONGEST_SENTENCE = 300


@lru_cache(maxsize=2048)
def read_time_limit(text: str) -> Reading:
    """Read one 公开时限 of the standard catalog (国办发〔2019〕54号).

    Sentences end at ； and 。, clauses at ，. An exception belongs to the limits before it in its sentence,
    or, when it is a sentence of its own, to all limits before it. What cannot be read is in `unread`, in
    order. Never raises.
    """
    limits: list[TimeLimit] = []
    unread: list[str] = []
    for sentence in sentences(plain(text)):
        if is_exception(sentence) and limits and not _read_sentence(sentence).limits:
            limits = [replace(limit, exception=_joined(limit.exception, sentence)) for limit in limits]
            continue
        found = _read_sentence(sentence)
        limits += found.limits
        unread += found.unread
    return Reading(text, tuple(limits), tuple(unread))


@dataclass
class _Sentence:
    """What has been read of a sentence so far; `waiting` is a clause that may need the next one."""

    limits: list[TimeLimit] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    waiting: str = ""

    def take(self, clause: str) -> None:
        if re.search("[后起前]$", self.waiting) and (rules := read_clause(self.waiting + clause)):
            self.waiting = ""
            self.limits += rules
        elif rules := read_clause(clause):
            self.limits += self._with_waiting(rules)
        elif is_exception(clause) and self.limits:
            self._except(clause)
        elif is_act(clause) and self._act_of_waiting_or_last(clause):
            self.waiting = ""
        else:
            self.give_up_waiting()
            self.waiting = clause

    def give_up_waiting(self) -> None:
        if self.waiting:
            self.unread.append(self.waiting)
        self.waiting = ""

    def _with_waiting(self, rules: tuple[TimeLimit, ...]) -> list[TimeLimit]:
        waiting, first = self.waiting, rules[0]
        if waiting.endswith("的") and states_plainly(waiting):
            rules = tuple(replace(rule, scope=_joined(waiting, rule.scope)) for rule in rules)
        elif is_exception(waiting):
            rules = tuple(replace(rule, exception=waiting) for rule in rules)
        elif first.mode is Mode.AT_LEAST and first.act and is_act(waiting) and waiting.endswith(first.act):
            rules = (replace(first, act=waiting), *rules[1:])
        else:
            self.give_up_waiting()
        self.waiting = ""
        return list(rules)

    def _except(self, clause: str) -> None:
        self.give_up_waiting()
        self.limits = [replace(limit, exception=_joined(limit.exception, clause)) for limit in self.limits]

    def _act_of_waiting_or_last(self, clause: str) -> bool:
        """结束后5个工作日内，在村公示栏公开: the place belongs to the clause before, also to 在…时."""
        if self.waiting.endswith("时") and states_plainly(self.waiting):
            self.limits.append(TimeLimit(Mode.AT_ONCE, self.waiting.removeprefix("在"), act=clause))
            return True
        if self.limits and not self.limits[-1].act and not self.waiting:
            self.limits[-1] = replace(self.limits[-1], act=clause)
            return True
        return False


def _read_sentence(sentence: str) -> _Sentence:
    if len(sentence) > _LONGEST_SENTENCE:
        return _Sentence(unread=[sentence])
    subject, colon, body = sentence.partition("：")
    if not colon or not subject or not _names_a_thing(subject):
        return _read_clauses(sentence)
    draft = _read_clauses(body)
    if not draft.limits:
        return _Sentence(unread=[sentence])
    draft.limits = [replace(limit, scope=_colon(subject, limit.scope)) for limit in draft.limits]
    return draft


def _read_clauses(sentence: str) -> _Sentence:
    draft = _Sentence()
    for clause in clauses(sentence):
        draft.take(clause)
    draft.give_up_waiting()
    return draft


def _names_a_thing(subject: str) -> bool:
    """True when the words before a colon only name a thing: 除处罚决定外其他内容."""
    return "，" not in subject and states_plainly(subject)


def _joined(first: str, second: str) -> str:
    return "，".join(part for part in (first, second) if part)


def _colon(subject: str, scope: str) -> str:
    return f"{subject}：{scope}" if scope else subject
