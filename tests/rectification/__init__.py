"""The rectification procedure as shipped: its drawing, its table, its handlers, its scenarios."""
