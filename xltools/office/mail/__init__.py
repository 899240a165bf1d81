"""Mail: addresses, messages with Chinese file names, the line to a server, and the journal of what was sent."""
