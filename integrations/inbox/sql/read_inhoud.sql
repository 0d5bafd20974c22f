-- The bytes of one message.
COPY (SELECT inhoud FROM landing.bericht WHERE bericht_id = %(bericht_id)s) TO STDOUT (FORMAT binary);
