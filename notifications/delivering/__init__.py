"""From deliveries to channels: looked at again, put into words, sent, and what came of it."""
