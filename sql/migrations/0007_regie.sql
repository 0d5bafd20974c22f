-- Working days, and what the messages about care amount to: for the rules on requests, starts and stops and for
-- the clocks of the standard.

-- Public holidays come as data (mappings/feestdagen); the calendar follows from them when they are loaded.
CREATE TABLE mapping.feestdag (
    dag date PRIMARY KEY,
    naam text NOT NULL,
    bron text NOT NULL
);

CREATE TABLE mapping.werkdag (
    dag date PRIMARY KEY,
    is_werkdag boolean NOT NULL,
    nummer integer NOT NULL
);
CREATE UNIQUE INDEX werkdag_nummer ON mapping.werkdag (nummer) INCLUDE (dag) WHERE is_werkdag;
COMMENT ON TABLE mapping.werkdag IS 'Elke dag van de jaren waarvan de feestdagen bekend zijn.';
COMMENT ON COLUMN mapping.werkdag.nummer IS
'Aantal werkdagen sinds het begin van de kalender, deze dag meegeteld.';

-- The day in the Netherlands on which a moment falls.
CREATE FUNCTION quality.dag(moment timestamptz) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (moment AT TIME ZONE 'Europe/Amsterdam')::date
$$;

-- The last day of a term of that many working days after a day, which itself does not count. NULL outside the
-- calendar, so that nothing is called late there.
CREATE FUNCTION quality.werkdagen_na(van date, aantal integer) RETURNS date
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT w.dag
    FROM mapping.werkdag AS v
    INNER JOIN mapping.werkdag AS w ON w.nummer = v.nummer + aantal AND w.is_werkdag
    WHERE v.dag = van
$$;
