SELECT attname
FROM pg_attribute
WHERE attrelid = ('mart.' || %(mart)s)::regclass AND attnum > 0 AND NOT attnotnull
