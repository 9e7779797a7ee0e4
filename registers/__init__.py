"""Registers (台账): what officials keep in workbooks, written and read as XLSX."""
