"""DOCX in the layout of GB/T 9704-2012, to be opened and edited in Word, WPS or LibreOffice."""
