-- Who may use Caravan, and what Caravan keeps secret.

create table caravan.users (
  id uuid primary key,
  username text not null,
  password_hash text not null,
  role text not null check (role in ('viewer', 'operator', 'developer', 'admin')),
  active boolean not null default true,
  -- Raised whenever tokens given out before must no longer count: a new password.
  credentials_version integer not null default 1,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  last_login_at timestamptz
);
create unique index users_username on caravan.users (lower(username));
create index users_listed on caravan.users (created_at, id);

create table caravan.api_keys (
  id uuid primary key,
  name text not null unique,
  -- The first characters, by which people recognise a key; the key itself is kept nowhere.
  prefix text not null,
  key_hash bytea not null unique,
  role text not null check (role in ('viewer', 'operator', 'developer', 'admin')),
  expires_at timestamptz,
  created_by text not null,
  created_at timestamptz not null,
  last_used_at timestamptz
);
create index api_keys_listed on caravan.api_keys (created_at, id);

-- Failed log-ins by user and address and by address alone, in windows of a few minutes.
create table caravan.failed_logins (
  subject text primary key,
  failures integer not null,
  window_ends_at timestamptz not null
);

-- What the nodes share and nobody else may read: keys made at first start, hashes of given ones.
create table caravan.secrets (
  name text primary key,
  value bytea not null,
  created_at timestamptz not null
);
