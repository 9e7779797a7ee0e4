"""The channels that come with this product; each is found by the scheme of its address."""
