"""What calls cost, what they will cost, and how many a plan can carry."""

from datetime import UTC, datetime

import streamlit as st

from calls.server.house import current
from components.costs.dashboard import dashboard, history
from components.print_style import paper

house = current()
paper()
st.title("Costs", anchor=False)
dashboard(history(house), house.settings.service, datetime.now(UTC).date())
