SELECT reltuples > %(regels)s
FROM pg_class
WHERE oid = 'core.prestatie'::regclass
