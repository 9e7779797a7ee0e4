"""Where this installation keeps its data: options, `DUDAO_*` variables, a file, defaults.

An option precedes a variable, a variable precedes the file, the file precedes the default.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from dudao.failures import WrongUse

PLACE_KEYS = ("data", "database")
SERVING_KEYS = (
    "host",
    "port",
    "workers",
    "threads",
    "trusted_proxies",
    "secure_cookies",
    "metrics_token",
    "public_url",
    "bounces",
)
KEYS = (*PLACE_KEYS, *SERVING_KEYS)
CHANNELS = "channels"
"""The table of the file that names channels, name by address."""
CHANNEL_VARIABLE = "DUDAO_CHANNEL_"
DATABASE_FILE = "dudao.db"


@dataclass(frozen=True, slots=True)
class Place:
    """Hold the data folder and the database of an installation."""

    data: Path
    database: str
    """SQLAlchemy URL, its password included."""

    @property
    def is_embedded(self) -> bool:
        """Say whether the database is the embedded one."""
        return make_url(self.database).get_backend_name() == "sqlite"

    @property
    def file(self) -> Path | None:
        """Return the file of the embedded database, None for a server."""
        name = make_url(self.database).database if self.is_embedded else None
        return Path(name) if name else None

    @property
    def shown(self) -> str:
        """Name the database for people, without a password."""
        return str(self.file) if self.file else make_url(self.database).render_as_string()


def find_place(
    *,
    data: str | None = None,
    database: str | None = None,
    config: str | None = None,
    environment: Mapping[str, str] | None = None,
) -> Place:
    """Find the place from options, variables (``DUDAO_DATA``, …), file and defaults."""
    variables = os.environ if environment is None else environment
    said = find_said({"data": data, "database": database}, config=config, environment=variables)
    folder = Path(said.get("data") or _default_folder(variables)).expanduser().absolute()
    return Place(folder, _url(said.get("database"), folder))


def find_said(
    options: Mapping[str, str | None],
    *,
    config: str | None = None,
    environment: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Return every setting that was said somewhere, by its key, as text."""
    variables = os.environ if environment is None else environment
    given = {key: value for key, value in options.items() if value}
    return {**_from_file(config, variables), **_from_variables(variables), **given}


def find_channel_urls(
    *, config: str | None = None, environment: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return the addresses of channels by name: `DUDAO_CHANNEL_<NAME>` precedes the file's table.

    An address may hold a password or a key.
    """
    variables = os.environ if environment is None else environment
    named = {
        key.removeprefix(CHANNEL_VARIABLE).lower(): value
        for key, value in variables.items()
        if key.startswith(CHANNEL_VARIABLE) and value
    }
    path, content = _read(config, variables)
    table = content.get(CHANNELS, {})
    if not isinstance(table, dict) or not all(isinstance(each, str) for each in table.values()):
        raise WrongUse(
            f'配置文件 {path} 中的 [{CHANNELS}] 应为一张表，每行写“名称 = "地址"”。',
            en=f"Expected [{CHANNELS}] in {path} to be a table of names and addresses.",
            code="invalid_channels",
        )
    return {**table, **named}


def _from_variables(variables: Mapping[str, str]) -> dict[str, str]:
    named = {key: variables.get(f"DUDAO_{key.upper()}", "") for key in KEYS}
    return {key: value for key, value in named.items() if value}


def _read(config: str | None, variables: Mapping[str, str]) -> tuple[Path, dict[str, object]]:
    named = config or variables.get("DUDAO_CONFIG", "")
    path = (
        Path(named).expanduser() if named else _base(variables, "CONFIG", ".config", "dudao.toml")
    )
    if not named and not path.is_file():
        return path, {}
    try:
        return path, tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WrongUse(
            f"配置文件 {path} 无法读取：{error}。应为 TOML 文件，可以有的项目：{'、'.join(KEYS)}。",
            en=f"Expected a TOML file at {path} with the keys {', '.join(KEYS)}.",
        ) from error


def _from_file(config: str | None, variables: Mapping[str, str]) -> dict[str, str]:
    path, content = _read(config, variables)
    said = dict[str, str]()
    for key, value in content.items():
        if key == CHANNELS:
            continue
        if key not in KEYS or not isinstance(value, str | int):  # true and false are whole numbers
            raise WrongUse(
                f"配置文件 {path} 中的 {key} 不是可以识别的设置：应为 {'、'.join(KEYS)} 之一，"
                f"值为文字、整数或者 true、false；或者是表 [{CHANNELS}]。",
                en=f"Expected only the keys {', '.join(KEYS)} with a text, a whole number or"
                f" true or false, or the table [{CHANNELS}], found {key} in {path}.",
            )
        said[key] = _as_text(value)
    return said


def _as_text(value: str | int) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _default_folder(variables: Mapping[str, str]) -> Path:
    return _base(variables, "DATA", ".local/share", "")


def _base(variables: Mapping[str, str], kind: str, usual: str, name: str) -> Path:
    """Find a folder of the XDG base directory specification; relative values count as unset."""
    root = Path(variables.get(f"XDG_{kind}_HOME", ""))
    return (root if root.is_absolute() else Path.home() / usual) / "dudao" / name


def _url(text: str | None, folder: Path) -> str:
    if not text:
        return _written(URL.create("sqlite", database=str(folder / DATABASE_FILE)))
    try:
        url = make_url(text)
        backend = url.get_backend_name()
    except (ArgumentError, ValueError) as error:
        raise _bad_url() from error
    if backend == "postgresql":
        return _written(url.set(drivername="postgresql+psycopg"))
    if backend == "sqlite" and url.database:
        return _written(url)
    raise _bad_url()


def _written(url: URL) -> str:
    return url.render_as_string(hide_password=False)


def _bad_url() -> WrongUse:
    return WrongUse(
        "数据库地址无法识别：应为 postgresql://用户:口令@主机/库名 或 sqlite:///文件路径。",
        en="Expected a database URL like postgresql://user:password@host/name"
        " or sqlite:///path/to/file.",
        code="invalid_database_url",
    )
