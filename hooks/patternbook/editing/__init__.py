"""Commands that write data: they change the text of a file at the place of a value and leave every other byte as it is."""
