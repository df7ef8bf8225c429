"""Three-valued questions about the findings that can also say themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NoReturn

from treatment.plans.engine.findings import Findings
from treatment.plans.engine.parameters import DEFAULTS, Parameters

Answer = bool | None  # None: the intake has not established it


def both(*answers: Answer) -> Answer:
    """True only if all are; one no decides."""
    if False in answers:
        return False
    return None if None in answers else True


def either(*answers: Answer) -> Answer:
    """True if one is; no only if all are."""
    if True in answers:
        return True
    return None if None in answers else False


def opposite(answer: Answer) -> Answer:
    return None if answer is None else not answer


class Joint(StrEnum):
    """How a condition is made of its parts."""

    ATOM = ""
    AND = " and "
    OR = " or "
    NOT = "not "
    KNOWN = "established: "


@dataclass(frozen=True, slots=True, eq=False)
class Condition:
    """A question about the findings; joined with &, | and ~.

    `template` is its wording with {names} of parameters; `reads` are the finding keys an atom
    looks at; `parts` are what a joined condition is made of.
    """

    template: str
    ask: Callable[[Findings], Answer]
    reads: tuple[str, ...] = ()
    parts: tuple[Condition, ...] = ()
    joint: Joint = Joint.ATOM

    def __and__(self, other: Condition) -> Condition:
        return _joined(Joint.AND, self, other)

    def __or__(self, other: Condition) -> Condition:
        return _joined(Joint.OR, self, other)

    def __invert__(self) -> Condition:
        ask = self.ask

        def opposed(findings: Findings) -> Answer:
            answer = ask(findings)
            return None if answer is None else not answer

        wording = f"({self.template})" if self.joint in {Joint.AND, Joint.OR} else self.template
        return Condition(f"not {wording}", opposed, parts=(self,), joint=Joint.NOT)

    def __bool__(self) -> NoReturn:
        message = "Join conditions with &, | and ~; `and` would drop one of them."
        raise TypeError(message)

    @property
    def text(self) -> str:
        return self.says(DEFAULTS)

    def says(self, parameters: Parameters) -> str:
        """The wording with the numbers in force."""
        return self.template.format(p=parameters)

    @property
    def full_text(self) -> str:
        """The wording down to the last part, with the default numbers."""
        inner = "; ".join(part.full_text for part in self.parts)
        return f"{self.text} [{inner}]" if inner else self.text

    def deciding(self, findings: Findings) -> Iterator[Condition]:
        """The atoms that make the answer what it is."""
        if not self.parts:
            yield self
            return
        answer = self.ask(findings)
        for part in self.parts:
            if self.joint in {Joint.NOT, Joint.KNOWN} or part.ask(findings) is answer:
                yield from part.deciding(findings)


def _joined(joint: Joint, *sides: Condition) -> Condition:
    parts = tuple(part for side in sides for part in _same(joint, side))
    wording = joint.value.join(_inside(joint, part) for part in parts)
    return Condition(wording, _together(joint, parts), parts=parts, joint=joint)


def _same(joint: Joint, side: Condition) -> tuple[Condition, ...]:
    return side.parts if side.joint is joint else (side,)


def _inside(joint: Joint, part: Condition) -> str:
    mixed = part.joint in {Joint.AND, Joint.OR} and part.joint is not joint
    return f"({part.template})" if mixed else part.template


def _together(joint: Joint, parts: tuple[Condition, ...]) -> Callable[[Findings], Answer]:
    """Ask the parts in turn; stop at the answer that decides (no for and, yes for or)."""
    asks = tuple(part.ask for part in parts)
    decides = joint is Joint.OR

    def ask(findings: Findings) -> Answer:
        answer: Answer = not decides
        for each in asks:
            found = each(findings)
            if found is decides:
                return decides
            if found is None:
                answer = None
        return answer

    return ask


def established(condition: Condition) -> Condition:
    """The same question where nobody knowing counts as no."""
    ask = condition.ask
    return Condition(
        condition.template,
        lambda findings: ask(findings) is True,
        parts=(condition,),
        joint=Joint.KNOWN,
    )


def named(template: str, condition: Condition) -> Condition:
    """A derived finding: its own short wording, asked once per draft, explained by its parts."""
    ask, key = condition.ask, object()

    def remembered(findings: Findings) -> Answer:
        memory = findings.memory
        if key not in memory:
            memory[key] = ask(findings)
        return memory[key]

    return Condition(template, remembered, parts=(condition,), joint=Joint.KNOWN)
