"""What pages are made of; with pages/, the only Streamlit code."""
