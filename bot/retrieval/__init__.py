"""Pure: a question and a paper's text -> the pieces of the paper that are most likely to answer it."""
