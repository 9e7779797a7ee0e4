"""Turn outbox messages into deliveries: recipients, words, channels, retries."""
