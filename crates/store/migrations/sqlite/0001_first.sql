-- Merchants.
CREATE TABLE account (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    environment TEXT NOT NULL,
    settings TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    event_sequence INTEGER NOT NULL,
    event_hash BLOB NOT NULL
) STRICT;

-- The secret itself is shown once and never stored.
CREATE TABLE api_key (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    name TEXT NOT NULL,
    hash BLOB NOT NULL UNIQUE,
    last4 TEXT NOT NULL,
    scopes TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT;
CREATE INDEX api_key_account ON api_key (account_id);

-- Keys that sign client tokens.
CREATE TABLE signing_key (
    id TEXT PRIMARY KEY,
    sealed BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    retired_at INTEGER
) STRICT;

-- Short-lived keys that wrap CVVs; never part of a backup.
CREATE TABLE cvv_key (
    id TEXT PRIMARY KEY,
    sealed BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

-- No foreign key to account here and below: on PostgreSQL each insert would lock
-- the account's row, and a merchant's inserts would queue on it.
CREATE TABLE client_session (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL,
    revision INTEGER NOT NULL,
    content TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    event_sequence INTEGER NOT NULL,
    event_hash BLOB NOT NULL
) STRICT;

-- Every access token that was issued, for the checkout or for a required action.
CREATE TABLE client_token (
    hash BLOB PRIMARY KEY,
    id TEXT NOT NULL,
    client_session_id TEXT NOT NULL,
    intent TEXT NOT NULL,
    payment_id TEXT,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

-- What each checkout instance was last answered with.
CREATE TABLE checkout_view (
    client_session_id TEXT NOT NULL,
    checkout_id TEXT NOT NULL,
    revision INTEGER NOT NULL,
    amount INTEGER,
    currency TEXT,
    items_hash TEXT NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (client_session_id, checkout_id)
) STRICT;
CREATE INDEX checkout_view_age ON checkout_view (updated_at);

CREATE TABLE payment_instrument (
    id TEXT PRIMARY KEY,
    token TEXT NOT NULL UNIQUE,
    account_id TEXT NOT NULL,
    client_session_id TEXT NOT NULL,
    customer_id TEXT,
    token_type TEXT NOT NULL,
    content TEXT NOT NULL,
    fingerprint BLOB NOT NULL,
    state TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX payment_instrument_session ON payment_instrument (client_session_id);
CREATE INDEX payment_instrument_customer ON payment_instrument (account_id, customer_id)
    WHERE customer_id IS NOT NULL;

-- Sealed card numbers, apart from everything that is read often.
CREATE TABLE card_data (
    payment_instrument_id TEXT PRIMARY KEY REFERENCES payment_instrument (id) ON DELETE CASCADE,
    sealed BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX card_data_expiry ON card_data (expires_at);

-- Sealed CVVs, deleted in the commit that ends the authorisation.
CREATE TABLE card_cvv (
    payment_instrument_id TEXT PRIMARY KEY REFERENCES payment_instrument (id) ON DELETE CASCADE,
    sealed BLOB NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX card_cvv_expiry ON card_cvv (expires_at);

CREATE TABLE payment (
    id TEXT PRIMARY KEY,
    account_id TEXT NOT NULL,
    client_session_id TEXT,
    payment_instrument_id TEXT,
    status TEXT NOT NULL,
    order_id TEXT,
    currency TEXT NOT NULL,
    amount INTEGER NOT NULL,
    content TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    event_sequence INTEGER NOT NULL,
    event_hash BLOB NOT NULL
) STRICT;
CREATE INDEX payment_session ON payment (client_session_id);
CREATE INDEX payment_by_instrument ON payment (payment_instrument_id);
-- The rules see to it that one payment of a session takes money; this holds even
-- if they fail.
CREATE UNIQUE INDEX payment_takes_money ON payment (client_session_id)
    WHERE status IN ('PENDING', 'AUTHORIZED', 'SETTLING', 'PARTIALLY_SETTLED', 'SETTLED');

CREATE TABLE attempt (
    id TEXT PRIMARY KEY,
    payment_id TEXT NOT NULL REFERENCES payment (id),
    ordinal INTEGER NOT NULL,
    operation TEXT NOT NULL,
    idempotency_key TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL,
    content TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (payment_id, ordinal)
) STRICT;

-- Keys that merchants and clients sent, with the sealed answer once there is one.
CREATE TABLE idempotency (
    account_id TEXT NOT NULL,
    key TEXT NOT NULL,
    operation TEXT NOT NULL,
    request_digest BLOB NOT NULL,
    payment_id TEXT,
    answer BLOB,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, key)
) STRICT;

-- The simulated processor's own memory.
CREATE TABLE simulator_operation (
    idempotency_key TEXT PRIMARY KEY,
    content TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

-- Card tokenisations per bucket (session, address, card) and hour since 1970.
CREATE TABLE card_attempt (
    bucket TEXT NOT NULL,
    hour INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (bucket, hour)
) STRICT;
CREATE INDEX card_attempt_hour ON card_attempt (hour);

-- The log. data and salt are cleared when personal data is erased; digest stays.
CREATE TABLE event (
    position INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    account_id TEXT NOT NULL,
    aggregate TEXT NOT NULL,
    aggregate_id TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    kind TEXT NOT NULL,
    data TEXT,
    salt BLOB,
    digest BLOB NOT NULL,
    hash BLOB NOT NULL,
    UNIQUE (aggregate_id, sequence)
) STRICT;

-- Background work. wanted counts how often it was enqueued, attempts how often claimed.
CREATE TABLE job (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    dedupe_key TEXT UNIQUE,
    payload TEXT NOT NULL,
    run_at INTEGER NOT NULL,
    wanted INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    leased_until INTEGER,
    last_error TEXT,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX job_due ON job (run_at) WHERE leased_until IS NULL;
CREATE INDEX job_leased ON job (leased_until) WHERE leased_until IS NOT NULL;
