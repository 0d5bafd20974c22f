-- Just loaded tables have no statistics, and without them the planner picks loops over millions of lines.
ANALYZE core.client, core.toewijzing, core.declaratie, core.prestatie, core.declaratie_antwoord,
core.afgewezen_prestatie, quality.bevinding
