"""Files of a data folder: text to plain values, and where in a file each value starts."""
