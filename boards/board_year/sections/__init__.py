"""The sections of a board-year file, one module per noun: records, and what must hold for them."""
