"""The rule engine, the treatment plan, its phases and its deliveries."""
