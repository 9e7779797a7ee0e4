"""Units of Yueyang by administrative code, some schools, and fictional people in every role.

Codes of GB/T 2260 where there are any; zones without a code of their own have internal ones
(430600 and a letter). Schools are fictional (某). Nobody here exists.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

CITY = "430600"
DIGITS_OF_A_CODE = 6


@dataclass(frozen=True, slots=True)
class DemoUnit:
    """One unit of the directory."""

    code: str
    name: str
    parent: str | None
    kind: str


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One person with the groups they belong to."""

    id: str
    name: str
    unit: str
    groups: tuple[str, ...]


COUNTIES = {
    "430602": "岳阳楼区",
    "430603": "云溪区",
    "430611": "君山区",
    "430621": "岳阳县",
    "430623": "华容县",
    "430624": "湘阴县",
    "430626": "平江县",
    "430681": "汨罗市",
    "430682": "临湘市",
    "430600J": "岳阳经济技术开发区",
    "430600N": "南湖新区",
    "430600Q": "屈原管理区",
}
"""The nine counties, and three zones under internal codes."""

SCHOOLS = (
    ("430600S1", "岳阳市某直属中学", CITY),
    ("430600S2", "岳阳市某直属小学", CITY),
    ("430602S1", "岳阳楼区某小学", "430602"),
    ("430621S1", "岳阳县某中学", "430621"),
    ("430621S2", "岳阳县某镇中心小学", "430621"),
    ("430623S1", "华容县某中学", "430623"),
    ("430624S1", "湘阴县某幼儿园", "430624"),
    ("430626S1", "平江县某镇中学", "430626"),
    ("430681S1", "汨罗市某小学", "430681"),
)

UNITS: tuple[DemoUnit, ...] = (
    DemoUnit("430000", "湖南省", None, "province"),
    DemoUnit(CITY, "岳阳市", "430000", "city"),
    DemoUnit("430600B1", "岳阳市财政局", CITY, "department"),
    *(DemoUnit(code, name, CITY, "county") for code, name in COUNTIES.items()),
    *(DemoUnit(code, name, parent, "school") for code, name, parent in SCHOOLS),
)

_RESPONDENTS = {
    "430602": "周", "430603": "吴", "430611": "郑", "430621": "肖", "430623": "华",
    "430624": "冯", "430626": "陈", "430681": "褚", "430682": "卫", "430600J": "蒋",
    "430600N": "沈", "430600Q": "韩",
}  # fmt: skip

PEOPLE: tuple[DemoPerson, ...] = (
    DemoPerson("li", "李某（承办人）", CITY, ("case_officer",)),
    DemoPerson("tan", "谭某（承办人）", CITY, ("case_officer",)),
    DemoPerson("wang", "王某（分管领导）", CITY, ("leader",)),
    DemoPerson("luo", "罗某（督导委员会办公室主任）", CITY, ("director", "leader")),
    DemoPerson("fu", "付某（副主任）", CITY, ("leader",)),
    DemoPerson("bao", "鲍某（保密审查员）", CITY, ("secrecy_officer",)),
    DemoPerson("bian", "卞某（信息编辑）", CITY, ("editor",)),
    DemoPerson("ke", "柯某（科室负责人）", CITY, ("section_head",)),
    DemoPerson("peng", "彭某（督学）", CITY, ("inspector",)),
    DemoPerson("deng", "邓某（督学）", CITY, ("inspector",)),
    DemoPerson("cao", "曹某（督学）", CITY, ("inspector",)),
    DemoPerson("shen", "申某（审计）", CITY, ("auditor",)),
    DemoPerson("zuzhi", "左某（组织部门）", CITY, ("organisation",)),
    DemoPerson("jijian", "纪某（纪检监察）", CITY, ("discipline",)),
    DemoPerson("caizheng", "蔡某（财政部门）", "430600B1", ("member_unit", "inspector")),
    DemoPerson("sheng", "盛某（省教育督导机构）", "430000", ("appeal_officer",)),
    DemoPerson("admin", "管某（系统管理员）", CITY, ("administrator",)),
    *(
        DemoPerson(f"r{code}", f"{family}某（{COUNTIES[code]}教育局）", code, ("respondent",))
        for code, family in _RESPONDENTS.items()
    ),
    *(
        DemoPerson(f"r{code}", f"校长某某（{name}）", code, ("respondent",))
        for code, name, _ in SCHOOLS
    ),
)


def with_unknown(codes: Iterable[str]) -> tuple[DemoUnit, ...]:
    """Return the directory, and a unit for every code it lacks, parents first.

    The parent follows from the code: 430725 belongs to 430700, that to 430000; a code that is no
    administrative code belongs to the unit whose code it begins with, or else to the city.
    """
    known = {unit.code: unit for unit in UNITS}
    for code in codes:
        for unit in reversed(tuple(_chain(code, known))):
            known[unit.code] = unit
    return tuple(known.values())


def _chain(code: str, known: dict[str, DemoUnit]) -> Iterator[DemoUnit]:
    while code not in known:
        parent = _parent(code, known)
        yield DemoUnit(code, f"单位{code}", parent, "unit")
        if parent is None:
            return
        code = parent


def _parent(code: str, known: dict[str, DemoUnit]) -> str | None:
    if len(code) == DIGITS_OF_A_CODE and code.isdecimal():
        if not code.endswith("00"):
            return code[:4] + "00"
        return None if code.endswith("0000") else code[:2] + "0000"
    begun = [each for each in known if code.startswith(each.rstrip("0"))]
    return max(begun, key=lambda each: len(each.rstrip("0")), default=CITY)
