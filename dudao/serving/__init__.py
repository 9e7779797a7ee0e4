"""`dudao serve`: web processes and a worker under one supervisor."""
