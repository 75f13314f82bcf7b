"""Launcher: `streamlit run app.py` serves the pages, our routes and, without a key, the simulator on one port."""

from pathlib import Path

import streamlit as st

from calls.server.app import assets, lifespan, middleware, routes
from components.login import logged_in

COMPONENTS = Path(__file__).resolve().parent / "components"

app = st.App(
    COMPONENTS / "shell.py",
    routes=[
        *routes(logged_in),
        assets("/assets/stage", COMPONENTS / "stage" / "dist"),
        assets("/assets/editor", COMPONENTS / "editor" / "dist"),
        assets("/assets/pictures", COMPONENTS / "pictures"),
        assets("/assets/fonts", COMPONENTS / "fonts"),
    ],
    middleware=middleware(secure=lambda: bool(st.get_option("server.sslCertFile"))),
    lifespan=lifespan(lambda: st.get_option("server.address")),
)
