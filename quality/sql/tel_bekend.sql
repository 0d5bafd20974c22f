SELECT 'prestatie' AS waarop, count(*) AS aantal FROM core.prestatie WHERE bekend_vanaf <= %(as_of)s
UNION ALL
SELECT 'declaratie', count(*) FROM core.declaratie WHERE bekend_vanaf <= %(as_of)s
UNION ALL
SELECT 'declaratie_antwoord', count(*) FROM core.declaratie_antwoord WHERE bekend_vanaf <= %(as_of)s
UNION ALL
SELECT 'afgewezen_prestatie', count(*) FROM core.afgewezen_prestatie WHERE bekend_vanaf <= %(as_of)s
