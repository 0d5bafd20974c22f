-- noqa: disable=all
-- Not SQL yet: the builder puts names of columns and the query of the mart in the place of the parameters.
MERGE INTO mart.%(mart)s AS m
USING (
    SELECT
        %(sleutel)s,
        %(sommen)s
    FROM (
        SELECT
            %(sleutel)s,
            %(maten)s
        FROM (%(query)s) AS nieuw
        UNION ALL
        SELECT
            %(sleutel)s,
            %(oude_maten)s
        FROM oud_%(mart)s
    ) AS beide
    GROUP BY %(sleutel)s
    HAVING %(is_anders)s
) AS v
    ON %(zelfde_sleutel)s
WHEN MATCHED AND %(is_leeg)s THEN DELETE
WHEN MATCHED THEN UPDATE SET %(optelling)s
WHEN NOT MATCHED THEN INSERT (%(sleutel)s, %(maten)s) VALUES (%(waarden)s)
