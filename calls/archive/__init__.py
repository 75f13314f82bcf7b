"""Reads calls: what stands in the store, for whoever looks at one."""
