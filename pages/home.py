"""What this is, what is connected, and the way to a first call."""

import streamlit as st

from calls.agents import DEFAULT_AGENT
from calls.running.diagnosis import VendorError
from calls.server.house import current
from components.home.orphans import orphans
from components.widgets import SERVICE_WORDS, explain, portrait
from heygen import HeyGenError

house = current()
name, meaning = SERVICE_WORDS[house.settings.service]

words, picture = st.columns([3, 4], gap="large", vertical_alignment="center")
with words:
    st.title("Talk to Santa")
    st.markdown(
        "A live video call with Santa by the fire. A child talks, Santa listens and answers; "
        "a grown-up sees the words as they are spoken and can end the call at any time."
    )
    if st.button("Start a call", type="primary", icon=":material/videocam:"):
        st.switch_page(st.session_state["call_page"])
    st.caption("Santa is computer-made: picture, voice and words. Tell the child's family so before the call.")
with picture:
    portrait(house.cast[DEFAULT_AGENT])

with st.container(border=True):
    st.subheader(f"Connected: {name}", anchor=False)
    st.markdown(meaning)
    if st.button("Check the connection", icon=":material/network_check:"):
        try:
            with st.spinner("Asking the service…"):
                left = house.vendor(house.settings.dialects[0]).credits_left()
        except HeyGenError as error:
            explain(VendorError(error))
        else:
            house.watch.look_for_orphans()
            st.success(f"The service answers. Credits left: {left.normalize():f}.", icon=":material/check:")

orphans(house)
