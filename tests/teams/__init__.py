"""Teams: the endpoint, the connector and the cards, against a connector on loopback."""
