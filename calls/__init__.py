"""Our subject: who answers a call, what was said in it, what it cost. No Streamlit in here."""
