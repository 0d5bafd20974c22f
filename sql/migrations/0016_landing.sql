-- Part landing: how the bytes are stored. lz4 compresses faster than PostgreSQL's own method, but not every
-- server is built with it. Messages that are there already stay as they are.
DO $$
BEGIN
    IF EXISTS (
        SELECT FROM pg_settings WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals)
    ) THEN
        ALTER TABLE landing.bericht ALTER COLUMN inhoud SET COMPRESSION lz4;
    END IF;
END $$;
