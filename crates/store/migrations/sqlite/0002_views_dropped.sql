-- How many views of a session's checkouts were dropped to make room for others. Older
-- programs did not count: where a session has as many as they kept, some may be missing.
ALTER TABLE client_session ADD COLUMN views_dropped INTEGER NOT NULL DEFAULT 0;
UPDATE client_session SET views_dropped = 1 WHERE id IN (
    SELECT client_session_id FROM checkout_view GROUP BY client_session_id HAVING COUNT(*) >= 20);
