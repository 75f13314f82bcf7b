"""What the costs page says: its figures, sentences and remarks. No Streamlit."""
