-- Just loaded tables have no statistics, and without them the planner picks loops over millions of lines.
ANALYZE core.client, core.toewijzing, core.declaratie, core.prestatie, core.declaratie_antwoord,
core.afgewezen_prestatie, core.start, core.stop, core.verzoek, core.verzoek_antwoord, core.wijzigingsverzoek,
core.te_wijzigen_product, core.ongewijzigd_product, core.nieuw_product, core.retourbericht, quality.bevinding
