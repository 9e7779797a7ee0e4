"""Official documents (公文): templates an office edits, set as DOCX and PDF by GB/T 9704-2012."""
