"""What the command line prints: words for standard output, complaints for standard error."""

import os
import sys


def put(words: str) -> bool:
    """Write to standard output; False where it does not take it, such as a full disk."""
    try:
        sys.stdout.write(words)
        sys.stdout.flush()
    except OSError as error:
        # or the interpreter complains at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):  # whoever read it has seen enough
            return True
        complain(f"The output cannot be written: {error.strerror}.")
        return False
    return True


def complain(words: str) -> None:
    """Write one line to standard error."""
    sys.stderr.write(words + "\n")
