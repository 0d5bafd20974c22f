"""The second definition of every indicator: pandas over the messages and the truth of a synthetic world.

Nothing here reads the SQL of the marts, ``integrations.ijw`` or core. What a message says comes from its XML, what a product
code means and what a municipality rejected from the truth, and what is held back from the open findings. Each module
gives frames with the columns of the mart that it stands for; ``vergelijk`` lays the two side by side.
"""
