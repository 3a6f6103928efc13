"""What things are: frozen values, without a network, a database or a clock."""
