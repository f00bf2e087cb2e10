-- COLLATE "C" on ids and keys: they sort by their bytes, so the newest id is the last one
-- and equal texts are equal, whatever language the database was made for.

-- Merchants.
CREATE TABLE account (
    id TEXT COLLATE "C" PRIMARY KEY,
    name TEXT NOT NULL,
    environment TEXT NOT NULL,
    settings TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    event_sequence BIGINT NOT NULL,
    event_hash BYTEA NOT NULL
);

-- The secret itself is shown once and never stored.
CREATE TABLE api_key (
    id TEXT COLLATE "C" PRIMARY KEY,
    account_id TEXT COLLATE "C" NOT NULL REFERENCES account (id),
    name TEXT NOT NULL,
    hash BYTEA NOT NULL UNIQUE,
    last4 TEXT NOT NULL,
    scopes TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    revoked_at BIGINT
);
CREATE INDEX api_key_account ON api_key (account_id);

-- Keys that sign client tokens.
CREATE TABLE signing_key (
    id TEXT COLLATE "C" PRIMARY KEY,
    sealed BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    retired_at BIGINT
);

-- Short-lived keys that wrap CVVs; never part of a backup.
CREATE TABLE cvv_key (
    id TEXT COLLATE "C" PRIMARY KEY,
    sealed BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

-- No foreign key to account here and below: on PostgreSQL each insert would lock
-- the account's row, and a merchant's inserts would queue on it.
CREATE TABLE client_session (
    id TEXT COLLATE "C" PRIMARY KEY,
    account_id TEXT COLLATE "C" NOT NULL,
    revision BIGINT NOT NULL,
    content TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    event_sequence BIGINT NOT NULL,
    event_hash BYTEA NOT NULL
);

-- Every access token that was issued, for the checkout or for a required action.
CREATE TABLE client_token (
    hash BYTEA PRIMARY KEY,
    id TEXT COLLATE "C" NOT NULL,
    client_session_id TEXT COLLATE "C" NOT NULL,
    intent TEXT NOT NULL,
    payment_id TEXT COLLATE "C",
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

-- What each checkout instance was last answered with.
CREATE TABLE checkout_view (
    client_session_id TEXT COLLATE "C" NOT NULL,
    checkout_id TEXT COLLATE "C" NOT NULL,
    revision BIGINT NOT NULL,
    amount BIGINT,
    currency TEXT,
    items_hash TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (client_session_id, checkout_id)
);
CREATE INDEX checkout_view_age ON checkout_view (updated_at);

CREATE TABLE payment_instrument (
    id TEXT COLLATE "C" PRIMARY KEY,
    token TEXT COLLATE "C" NOT NULL UNIQUE,
    account_id TEXT COLLATE "C" NOT NULL,
    client_session_id TEXT COLLATE "C" NOT NULL,
    customer_id TEXT COLLATE "C",
    token_type TEXT NOT NULL,
    content TEXT NOT NULL,
    fingerprint BYTEA NOT NULL,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX payment_instrument_session ON payment_instrument (client_session_id);
CREATE INDEX payment_instrument_customer ON payment_instrument (account_id, customer_id)
    WHERE customer_id IS NOT NULL;

-- Sealed card numbers, apart from everything that is read often.
CREATE TABLE card_data (
    payment_instrument_id TEXT COLLATE "C" PRIMARY KEY REFERENCES payment_instrument (id) ON DELETE CASCADE,
    sealed BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX card_data_expiry ON card_data (expires_at);

-- Sealed CVVs, deleted in the commit that ends the authorisation.
CREATE TABLE card_cvv (
    payment_instrument_id TEXT COLLATE "C" PRIMARY KEY REFERENCES payment_instrument (id) ON DELETE CASCADE,
    sealed BYTEA NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX card_cvv_expiry ON card_cvv (expires_at);

CREATE TABLE payment (
    id TEXT COLLATE "C" PRIMARY KEY,
    account_id TEXT COLLATE "C" NOT NULL,
    client_session_id TEXT COLLATE "C",
    payment_instrument_id TEXT COLLATE "C",
    status TEXT NOT NULL,
    order_id TEXT COLLATE "C",
    currency TEXT NOT NULL,
    amount BIGINT NOT NULL,
    content TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    event_sequence BIGINT NOT NULL,
    event_hash BYTEA NOT NULL
);
CREATE INDEX payment_session ON payment (client_session_id);
CREATE INDEX payment_by_instrument ON payment (payment_instrument_id);
-- The rules see to it that one payment of a session takes money; this holds even
-- if they fail.
CREATE UNIQUE INDEX payment_takes_money ON payment (client_session_id)
    WHERE status IN ('PENDING', 'AUTHORIZED', 'SETTLING', 'PARTIALLY_SETTLED', 'SETTLED');

CREATE TABLE attempt (
    id TEXT COLLATE "C" PRIMARY KEY,
    payment_id TEXT COLLATE "C" NOT NULL REFERENCES payment (id),
    ordinal BIGINT NOT NULL,
    operation TEXT NOT NULL,
    idempotency_key TEXT COLLATE "C" NOT NULL UNIQUE,
    state TEXT NOT NULL,
    content TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    UNIQUE (payment_id, ordinal)
);

-- Keys that merchants and clients sent, with the sealed answer once there is one.
CREATE TABLE idempotency (
    account_id TEXT COLLATE "C" NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    operation TEXT NOT NULL,
    request_digest BYTEA NOT NULL,
    payment_id TEXT COLLATE "C",
    answer BYTEA,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, key)
);

-- The simulated processor's own memory.
CREATE TABLE simulator_operation (
    idempotency_key TEXT COLLATE "C" PRIMARY KEY,
    content TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

-- Card tokenisations per bucket (session, address, card) and hour since 1970.
CREATE TABLE card_attempt (
    bucket TEXT COLLATE "C" NOT NULL,
    hour BIGINT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (bucket, hour)
);
CREATE INDEX card_attempt_hour ON card_attempt (hour);

-- The log. data and salt are cleared when personal data is erased; digest stays.
CREATE TABLE event (
    position BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id TEXT COLLATE "C" NOT NULL UNIQUE,
    account_id TEXT COLLATE "C" NOT NULL,
    aggregate TEXT NOT NULL,
    aggregate_id TEXT COLLATE "C" NOT NULL,
    sequence BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    kind TEXT NOT NULL,
    data TEXT,
    salt BYTEA,
    digest BYTEA NOT NULL,
    hash BYTEA NOT NULL,
    UNIQUE (aggregate_id, sequence)
);

-- Background work. wanted counts how often it was enqueued, attempts how often claimed.
CREATE TABLE job (
    id TEXT COLLATE "C" PRIMARY KEY,
    kind TEXT NOT NULL,
    dedupe_key TEXT COLLATE "C" UNIQUE,
    payload TEXT NOT NULL,
    run_at BIGINT NOT NULL,
    wanted BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    leased_until BIGINT,
    last_error TEXT,
    created_at BIGINT NOT NULL
);
CREATE INDEX job_due ON job (run_at) WHERE leased_until IS NULL;
CREATE INDEX job_leased ON job (leased_until) WHERE leased_until IS NOT NULL;
