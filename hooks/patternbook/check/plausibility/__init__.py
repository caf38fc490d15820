"""Rules about data that is of the right form and yet can hardly be meant: text that stands for nothing, numbers and dates that
cannot be, the same thing twice, relations that contradict each other, files that nothing reads.

A rule is an error where a reader would be told something wrong, otherwise a warning; a catalogue may choose another severity.
"""
