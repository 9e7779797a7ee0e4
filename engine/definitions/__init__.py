"""Process definitions and decision tables: checked, published in versions, compiled once.

Also what their expressions and service tasks may use: our FEEL functions and the handlers.
"""
