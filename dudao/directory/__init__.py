"""Who and which units there are to begin with: Yueyang's, and whoever a scenario names."""
