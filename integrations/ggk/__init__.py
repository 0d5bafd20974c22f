"""GGK: the StUF envelope in which messages travel over the municipal network, and the endpoint that takes them in."""
