"""Pure: from the characters and boxes of a page to the facts of a paper."""
