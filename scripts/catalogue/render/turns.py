"""A list that is too long for one page: on which page what stands, and how to turn to the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil
from typing import Generic, NamedTuple, TypeVar

from ..language import N_
from .reader import Reader

PAGE_OF = N_("{title}, page {page} of {pages}")

Item = TypeVar("Item")


class Turn(NamedTuple, Generic[Item]):
    """One page of a list, and the addresses of the pages before and after it."""

    page: int
    pages: int
    url: str
    previous: str | None
    next: str | None
    items: Sequence[Item]

    def title(self, heading: str, reader: Reader) -> str:
        """The heading of the list; from the second page on with the number of the page."""
        return heading if self.page == 1 else reader.say(PAGE_OF, title=heading, page=self.page, pages=self.pages)


def turns(items: Sequence[Item], per_page: int, url: str) -> Iterator[Turn[Item]]:
    """The pages of a list, at least one; the first has the address of the list."""
    pages = max(1, ceil(len(items) / per_page))
    urls = [url, *(f"{url}page-{page}/" for page in range(2, pages + 1))]
    for before, (previous, here, following) in enumerate(zip([None, *urls], urls, [*urls[1:], None], strict=False)):
        yield Turn(before + 1, pages, here, previous, following, items[before * per_page : (before + 1) * per_page])
