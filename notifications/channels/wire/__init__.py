"""What channels over HTTP share: reading their address, asking within bounds, naming a cause."""
