"""From messages to deliveries: who is told today, by which channels, and when."""
