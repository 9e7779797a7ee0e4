"""Templates are published in versions; an office's own stays an office's own."""

from __future__ import annotations

import pytest

from engine import commands
from engine.model.errors import InvalidArgument, NotPermitted
from engine.store.templates import newest_template, template_version
from tests.cases.desk import refusal
from tests.papers.office import NOTICE, PaperDesk


def shipped(desk: PaperDesk, **templates: str) -> list[str]:
    with desk.store.begin() as session:
        return commands.publish_shipped_templates(
            session, templates, engine=desk.engine, clock=desk.clock
        )


def test_a_new_version_leaves_the_old_one_as_it_was(bare: PaperDesk) -> None:
    assert (bare.publish(), bare.publish(source="通知：{number}")) == (1, 2)
    old = bare.read(lambda session: template_version(session, "notice", 1))
    assert old is not None
    assert (old.source, old.published_by) == (NOTICE, "wang")
    first, second = (
        event.members() for event in bare.history() if event.type == "template_published"
    )
    assert (first["after"]["version"], second["after"]["version"]) == (1, 2)  # type: ignore[index]
    assert second["person"] == "wang"


def test_the_same_text_makes_no_new_version(bare: PaperDesk) -> None:
    bare.publish()
    answer = bare.give(commands.publish_template, "guan", key="notice", source=NOTICE)
    assert (answer.template_version, answer.changed) == (1, False)


def test_one_with_mistakes_is_refused_with_each_line(bare: PaperDesk) -> None:
    refused = refusal(lambda: bare.publish(source="好\n{坏\n{{坏}"))
    assert (type(refused), refused.code) == (InvalidArgument, "bad_template")
    assert [error.path for error in refused.errors] == ["第2行", "第3行"]
    assert bare.read(lambda session: newest_template(session, "notice")) is None


@pytest.mark.parametrize("person", ["li", "xiao", "qian"])
def test_only_leaders_and_administrators_publish(bare: PaperDesk, person: str) -> None:
    assert isinstance(refusal(lambda: bare.publish(person=person)), NotPermitted)


@pytest.mark.parametrize("key", ["", "责令", "a b", "../x", "a" * 65])
def test_a_key_is_a_plain_name(bare: PaperDesk, key: str) -> None:
    assert refusal(lambda: bare.publish(key)).code == "invalid_key"


def test_shipped_templates_are_published_when_missing_or_changed(bare: PaperDesk) -> None:
    assert shipped(bare, notice="甲", order="乙") == ["notice", "order"]
    assert shipped(bare, notice="甲", order="乙") == []
    assert shipped(bare, notice="甲", order="丙") == ["order"]


def test_what_an_office_published_is_not_replaced(bare: PaperDesk) -> None:
    shipped(bare, notice="甲")
    bare.publish()
    assert shipped(bare, notice="甲（新）") == []
    newest = bare.read(lambda session: newest_template(session, "notice"))
    assert newest is not None
    assert (newest.source, newest.version) == (NOTICE, 2)
