"""Calendar and deadline arithmetic."""
