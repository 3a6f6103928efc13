"""From facts to words: replies, reports and the catalogue of sentences."""
