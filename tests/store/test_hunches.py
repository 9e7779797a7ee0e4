"""What only chooses a way is asked once a minute."""

from __future__ import annotations

from engine.store.hunches import AGE, Hunches


class Answers:
    """Counts how often it is asked, and says so."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self) -> int:
        self.asked += 1
        return self.asked


def test_a_hunch_is_trusted_for_a_minute() -> None:
    now, answers = [0.0], Answers()
    hunches = Hunches(lambda: now[0])
    assert [hunches.of("how many", answers) for _ in range(3)] == [1, 1, 1]
    now[0] = AGE - 1
    assert hunches.of("how many", answers) == 1
    now[0] = AGE
    assert hunches.of("how many", answers) == 2


def test_each_question_has_its_own_hunch() -> None:
    hunches, answers = Hunches(lambda: 0.0), Answers()
    assert [hunches.of(each, answers) for each in ("a", "b", "a", ("b", 1))] == [1, 2, 1, 3]


def test_hunches_do_not_fill_the_memory() -> None:
    hunches, answers = Hunches(lambda: 0.0), Answers()
    for each in range(5_000):
        hunches.of(each, answers)
    assert hunches.of(0, answers) == 5_001  # forgotten meanwhile
