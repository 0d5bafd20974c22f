-- Of youths about whom something is new: an allocation that arrives late changes what a request should have
-- named.
SELECT *
FROM core.wijzigingsverzoek
WHERE
    bekend_vanaf <= %(as_of)s
    AND client_pseudoniem IN (SELECT client_pseudoniem FROM geraakte_jeugdige)
