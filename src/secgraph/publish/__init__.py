"""What is published: the files of a release and its description.

Uploads nothing.
"""
