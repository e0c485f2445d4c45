"""Folium layers: frames in, feature groups out; no data fetching."""
