"""What a message says outside the inbox: templates in Chinese and English."""
