"""What requests and answers look like, one module for each area; shared parts in `parts`."""
