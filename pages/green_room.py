"""Camera, microphone and connection, tried out before a call."""

import streamlit as st

from components.call.on_stage import on_stage

record = on_stage()

st.title("Green room", anchor=False)
if record.call is not None and not record.ended:
    st.info("**Your call is using the microphone.** End it to check your devices here.", icon=":material/mic:")
    if st.button("Back to the call", type="primary", icon=":material/videocam:"):
        st.switch_page(st.session_state["call_page"])
else:
    # aiortc and its kin take a quarter of a second to import; no other page pays for them.
    from components.green_room.check import check

    st.markdown("See yourself, hear yourself, and know which quality to choose, before anyone is called.")
    check()
    st.caption(
        "Nothing is kept. Picture and sound pass through our server's memory and back to you; "
        "they are not recorded, not looked at, and gone when you press Stop or leave this page."
    )
