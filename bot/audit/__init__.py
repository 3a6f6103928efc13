"""Pure: a report in Markdown -> its entries -> what is wrong with each."""
