"""Search over HTTP: a token finds what its scopes open, and nothing else."""

from __future__ import annotations

import pytest

from tests.api.office import Interface, problem
from tests.papers.office import PaperDesk

WORD = "食堂"


@pytest.fixture
def filed(papers: PaperDesk) -> PaperDesk:
    """Return an office where a case, its notice and its attachment have the word."""
    document = papers.issued(f"{WORD}留样不全")
    papers.attach("li", document.case_id, name=f"{WORD}照片.pdf")
    return papers


def test_a_token_finds_only_what_its_scopes_open(filed: PaperDesk, interface: Interface) -> None:
    del filed  # only filled
    path, narrow = f"/search?text={WORD}", frozenset({"cases:read"})

    def kinds(scopes: frozenset[str]) -> set[str]:
        said = interface.get("li", path, scopes=scopes).get_json()
        assert said["total"]["number"] == len(said["items"])
        return {hit["kind"] for hit in said["items"]}

    assert kinds(narrow) == {"case"}
    assert kinds(narrow | {"documents:read"}) == {"case", "document", "attachment"}


@pytest.mark.parametrize(
    "kind,status", [("item", 403), ("document", 403), ("attachment", 403), ("case,document", 403),
                    ("case", 200), ("publication", 200)],
)  # fmt: skip
def test_a_kind_that_the_token_does_not_open_is_refused_when_asked_for(
    filed: PaperDesk, interface: Interface, kind: str, status: int
) -> None:
    del filed  # only filled
    scopes = frozenset({"cases:read"})
    sent = interface.get("li", f"/search?text={WORD}&kind={kind}", scopes=scopes)
    assert sent.status_code == status
    if status == 403:
        problem(sent, 403, "scope_missing")
