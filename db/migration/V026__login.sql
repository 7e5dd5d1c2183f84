-- A row for each client whose ERP is logged in to by a refresh token. What is secret is encrypted (AES-256-GCM) with a key of the
-- environment. Not derived from raw files: a switch to another database carries it over.
create table ops.login (
    client_id     text        not null primary key,
    -- a hash of whom the tokens are for: the token endpoint and the id of the OAuth client
    party         text        not null,
    -- counts the tokens; a new one is stored only over the one that it was given for
    version       bigint      not null,
    -- of the key that encrypted them
    key_id        text        not null,
    refresh_token bytea       not null,
    access_token  bytea,
    access_until  timestamptz,
    stored_at     timestamptz not null default clock_timestamp(),
    -- requests with this refresh token whose answers were not stored, and the last of them
    tries         int         not null default 0,
    tried_at      timestamptz,
    -- nobody uses the tokens until then: a switch is taking them to another database
    held_until    timestamptz
);
