"""Official documents (公文): templates an office edits, set as DOCX and PDF by GB/T 9704-2012."""

from documents.content import Content, Kind
from documents.layout.fonts import Typefaces, typefaces
from documents.layout.pdf import Printed, print_pdf, render_pdf, render_sample
from documents.layout.word.file import render_docx
from documents.records import content_from_record
from documents.sampling import compose_sample
from documents.shipped import shipped_name, shipped_names, shipped_templates
from documents.templating.checking import check
from documents.templating.composing import compose
from documents.templating.findings import Finding

__all__ = [
    "Content",
    "Finding",
    "Kind",
    "Printed",
    "Typefaces",
    "check",
    "compose",
    "compose_sample",
    "content_from_record",
    "print_pdf",
    "render_docx",
    "render_pdf",
    "render_sample",
    "shipped_name",
    "shipped_names",
    "shipped_templates",
    "typefaces",
]
