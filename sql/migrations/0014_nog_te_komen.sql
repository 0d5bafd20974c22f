-- Part nog_te_komen: development triangles and what is still to come.
SELECT 1;
