"""HeyGen's two live avatar products on your own machine: same routes, same room, real WebRTC, no account.

Import what you need from its modules: `server.Simulator` is the whole, `world.World` its truth. What it does not
imitate is listed in this folder's README.md.
"""
