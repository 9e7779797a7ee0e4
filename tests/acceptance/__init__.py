"""The program as people start it: a process of its own, files in a folder of their own."""
