"""The web server around Streamlit: composition, settings, doors, headers, logs."""
