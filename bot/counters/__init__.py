"""Where the desk's families of commands are answered, one counter each."""
