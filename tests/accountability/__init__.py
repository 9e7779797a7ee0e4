"""The accountability procedure as shipped: its drawing, its tables, its handlers."""
