"""Open work (待办): look at it, take it, fill it in, hand it on, give it more time."""

from web.areas.work import extending, files, holding, page, several, urging, urging_several
from web.areas.work.area import WORK

__all__ = ["WORK", "extending", "files", "holding", "page", "several", "urging", "urging_several"]
