"""What is said in a session: ears, brain, script, the order of turns and the events about them."""
