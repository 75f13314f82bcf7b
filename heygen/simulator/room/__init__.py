"""A LiveKit-compatible room: signalling, both peer connections of each participant, data, and the avatar's tracks."""
