"""Tables as files: CSV, and a workbook. Nothing in a cell is ever a formula."""

import csv
import io
import re
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.writer.excel import save_workbook

from incidents.rules.kpi.tables import Cell
from incidents.rules.kpi.words import guarded

About = Sequence[tuple[str, str]]
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def plain(value: Cell) -> Cell:
    """A cell without what no file can hold."""
    return UNPRINTABLE.sub("\ufffd", value) if isinstance(value, str) else value


def as_csv(head: Sequence[str], rows: Sequence[Sequence[Cell]], about: About) -> bytes:
    """The table, then what it rests on. With a byte order mark, so that spreadsheets read it as UTF-8."""
    text = io.StringIO()
    out = csv.writer(text)
    for row in (head, *rows, (), *about):
        out.writerow([guarded(str(plain(cell))) if isinstance(cell, str) else cell for cell in row])
    return text.getvalue().encode("utf-8-sig")


def as_workbook(head: Sequence[str], rows: Sequence[Sequence[Cell]], about: About) -> bytes:
    """The same as a workbook of two sheets."""
    book = Workbook(write_only=True)
    for title, width, lines in (("Figures", 16, [head, *rows]), ("About", 28, about)):
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "A2" if title == "Figures" else None
        sheet.column_dimensions["A"].width = 46
        for letter in "BCDEFGHIJKLMNOPQRST":
            sheet.column_dimensions[letter].width = width
        for number, line in enumerate(lines):
            sheet.append([_cell(sheet, value, bold=number == 0 and title == "Figures") for value in line])
    out = io.BytesIO()
    save_workbook(book, out)
    return out.getvalue()


def _cell(sheet: Any, value: Cell, *, bold: bool) -> Any:
    cell = WriteOnlyCell(sheet, value=plain(value))
    if isinstance(value, str):
        cell.data_type = "s"  # text, whatever it begins with
    if bold:
        cell.font = Font(bold=True)
    return cell
