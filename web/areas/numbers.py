"""Numbers of documents (文号): the register of each series, what bears a number, what is void."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from engine.commands import number_reading as reading
from engine.commands.reading.numbers import read_register_page
from engine.model.registers import Page
from engine.store.number_checks import MOST
from web.asking import expect_text, look
from web.pages import Pages

NUMBERS = Pages("numbers", "/numbers")
_ROWS = 50


@NUMBERS.page("")
def numbers() -> ResponseReturnValue:
    """List the series of each year, the newest year first."""
    found = look(reading.list_number_registers)
    years = sorted({year for _, year in found}, reverse=True)
    by_year = [(year, [series for series, taken in found if taken == year]) for year in years]
    return render_template("numbers/numbers.html", by_year=by_year)


@NUMBERS.page("/<string:series>/<int(max=9999):year>")
def register(series: str, year: int) -> ResponseReturnValue:
    """Show the register of a series in a year, the highest number first."""
    page = Page(_ROWS, request.args.get("after") or None, is_descending=True)
    found = look(read_register_page, series=expect_text(series), year=year, page=page)
    return render_template("numbers/register.html", found=found, series=series, year=year)


@NUMBERS.page("/<string:series>/<int(max=9999):year>/check")
def check(series: str, year: int) -> ResponseReturnValue:
    """Say whether a register is whole: each number once, none left out."""
    found = look(reading.check_number_register, series=expect_text(series), year=year)
    last = look(reading.count_numbers, series=series, year=year)
    return render_template(
        "numbers/check.html", found=found, last=last, series=series, year=year, most=MOST
    )
