"""How names of budgetary units end."""

from __future__ import annotations

import re
from functools import lru_cache

from xltools.model.fold import fold_name

_ORGANISATION = re.compile(
    r"(?:\(本级\)|本级|机关|局|委|委员会|部|办公室|中心|中学|小学|学校|幼儿园|医院|卫生院|站|所|馆|队|院|联合会)$"
)


@lru_cache(maxsize=4096)
def is_organisation(text: str) -> bool:
    """Whether a name ends like that of a budgetary unit; a project's may, too."""
    return bool(_ORGANISATION.search(fold_name(text)))
