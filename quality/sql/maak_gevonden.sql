-- Where the rows go that a run finds, and which findings it changed. A rule that finds a row twice is
-- wrong, and fails here.
CREATE TEMPORARY TABLE IF NOT EXISTS gevonden (
    regel_id text NOT NULL,
    bericht_id bigint NOT NULL,
    regelnummer integer,
    gemeente_code text,
    bedrag_cent bigint,
    toelichting text NOT NULL,
    UNIQUE NULLS NOT DISTINCT (regel_id, bericht_id, regelnummer)
) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE IF NOT EXISTS veranderd (
    regel_id text NOT NULL,
    bericht_id bigint NOT NULL,
    regelnummer integer
) ON COMMIT DELETE ROWS;
TRUNCATE gevonden, veranderd
