"""A version at the vendor: whether it was sent, under which id, and whether the copy there is still what we sent."""

from __future__ import annotations

import streamlit as st

from calls.failures.errors import CallError
from calls.persona.diffing import compare
from calls.running.diagnosis import VendorError
from calls.running.vendor_copies import Drift
from calls.server.house import House
from calls.store.personas import Version
from components.personas.desk import moment
from components.personas.history import diff_html
from components.widgets import explain
from heygen import Dialect, HeyGen, HeyGenError

__all__ = ["vendor"]

_PRODUCTS = {Dialect.LIVEAVATAR: "LiveAvatar, a context", Dialect.STREAMING: "Streaming Avatar, a knowledge base"}
_ABOUT = {
    Dialect.LIVEAVATAR: "Calls name the copy there. It is sent by itself when a version first speaks.",
    Dialect.STREAMING: "Calls carry the whole text themselves; a stored copy is for other programs.",
}


def vendor(house: House, version: Version) -> None:
    """One card for each product that is connected."""
    st.caption(f"Version {version.position} of {version.document.name}.")
    for dialect in house.settings.dialects:
        with st.container(border=True):
            st.markdown(f"**{_PRODUCTS[dialect]}**")
            st.caption(_ABOUT[dialect])
            try:
                _card(house, house.vendor(dialect), version)
            except HeyGenError as error:
                explain(VendorError(error))
            except CallError as error:
                explain(error)


def _card(house: House, at: HeyGen, version: Version) -> None:
    copy = next(
        (
            one
            for one in house.copies.known(version.persona_id)
            if one.place == at.base_url and one.hash == version.hash
        ),
        None,
    )
    if copy is None:
        st.markdown("This version was not sent yet.")
        if st.button("Send it now", icon=":material/cloud_upload:", key=f"vendor_send_{at.dialect}"):
            with st.spinner("Sending…"):
                house.copies.context(at, version)
            st.rerun()
        return
    st.markdown(f"Sent {moment(copy.sent_at)}. Its id there is `{copy.vendor_id}`.")
    if st.button("Compare with the copy there", icon=":material/compare:", key=f"vendor_compare_{at.dialect}"):
        with st.spinner("Asking the vendor…"):
            drift = house.copies.drift(at, version)
        if drift is not None:
            _show(drift)
    if st.button("Send it again", type="tertiary", icon=":material/sync:", key=f"vendor_again_{at.dialect}"):
        with st.spinner("Sending…"):
            house.copies.send_again(at, version)
        st.toast("The copy there is what we have here.", icon=":material/check:")


def _show(drift: Drift) -> None:
    if not drift.differs:
        st.success("The copy there is word for word what we sent.", icon=":material/check:")
        return
    if drift.theirs is None:
        st.warning("The copy there is gone. *Send it again* makes a new one.", icon=":material/cloud_off:")
        return
    st.warning("**Somebody changed the copy there.** *Send it again* puts ours back.", icon=":material/difference:")
    ours = {"personality": drift.ours.prompt, "opening": drift.ours.opening}
    theirs = {"personality": drift.theirs.prompt, "opening": drift.theirs.opening}
    for section in compare(ours, theirs):
        if section.changed:
            st.markdown("**Prompt**" if section.name == "personality" else "**Opening line**")
            st.html(diff_html(section))
