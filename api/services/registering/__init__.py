"""The register of standard names (标准地名库): what is done to a name in its life."""
