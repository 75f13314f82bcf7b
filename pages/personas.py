"""Write, try and keep what a character is told to be."""

import streamlit as st

from calls.server.house import current
from components.personas.desk import desk
from components.personas.people import choose, standing
from components.tabs import open_section

house = current()
library = house.library

st.title("Personas", anchor=False)
persona_id = choose(library)
newest = standing(library, persona_id)
mine = desk(library, persona_id)

SECTIONS = ("Write", "Try it", "History", "At the vendor", "Files")
# Each section brings its own imports.
for name in open_section(SECTIONS, key="persona_tab_open"):
    match name:
        case "Write":
            from components.personas.write import write

            write(library, mine)
        case "Try it":
            from components.personas.try_it import try_it

            try_it(house, mine, library.versions(persona_id))
        case "History":
            from components.personas.history import history

            history(library, persona_id)
        case "At the vendor":
            from components.personas.vendor import vendor

            vendor(house, newest)
        case _:
            from components.personas.files import files

            files(library, newest)
