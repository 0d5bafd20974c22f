-- One finding on a whole message, known from the moment the message was received.
INSERT INTO quality.bevinding (regel_id, bericht_id, gemeente_code, toelichting, bekend_vanaf)
VALUES (%(regel_id)s, %(bericht_id)s, %(gemeente_code)s, %(toelichting)s, %(bekend_vanaf)s);
