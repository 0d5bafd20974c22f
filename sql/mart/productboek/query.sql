SELECT koppeling_id
FROM mapping.koppeling_op(%(as_of)s)
