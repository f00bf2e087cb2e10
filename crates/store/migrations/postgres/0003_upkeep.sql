-- On SQLite every commit that changes something counts here, so that a database that
-- has lost some of its last ones is recognised; on PostgreSQL each proof that it can be
-- written to.
CREATE TABLE commit_count (
    id BIGINT PRIMARY KEY,
    number BIGINT NOT NULL
);
INSERT INTO commit_count (id, number) VALUES (1, 0);

-- What is deleted by age is found by age.
CREATE INDEX client_token_expiry ON client_token (expires_at);
CREATE INDEX idempotency_age ON idempotency (created_at);
CREATE INDEX simulator_operation_age ON simulator_operation (created_at);
