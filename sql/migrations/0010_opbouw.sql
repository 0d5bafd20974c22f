-- What a rebuild of the marts has to touch.

-- A line with its place in the chain, for the marts that follow an allocation or a reference. Marts are
-- derived: the next build fills the table, which nothing published reads by itself.
TRUNCATE mart.prestatie;
ALTER TABLE mart.prestatie
ADD COLUMN toewijzing_nummer integer NOT NULL,
ADD COLUMN referentie_nummer text NOT NULL,
ADD COLUMN vorig_referentie_nummer text,
ADD COLUMN debet_credit text NOT NULL CHECK (debet_credit IN ('D', 'C')),
ADD COLUMN begindatum date NOT NULL,
ADD COLUMN einddatum date NOT NULL;
