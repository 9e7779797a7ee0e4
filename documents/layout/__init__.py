"""Layout of a document on paper by GB/T 9704-2012, as PDF (typst) and as DOCX (python-docx)."""
