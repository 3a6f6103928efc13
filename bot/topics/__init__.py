"""Pure: is this announcement relevant to a topic, and why?"""
