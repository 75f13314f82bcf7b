"""What a call costs without us: a page per product that mints by fetch and starts the vendor's SDK, and nothing else.

The vendor's demos do the same in more lines. Whatever our page takes longer than this one, we have added.
"""
