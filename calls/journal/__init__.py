"""The contract of a call: its events, the frames of the line, and the turns that events become."""
