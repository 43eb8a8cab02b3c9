-- Tokens of the API.

-- name: api_tokens
-- one row per token, those in force first
select name, role, made_on, made_by, revoked_on from api_tokens order by revoked_on is not null, name;

-- name: token_by_name
-- at most one row
select id, name, role, made_on, made_by, revoked_on from api_tokens where name = $name;

-- name: tokens_in_force
-- one row per token that was not revoked
select name, role, token_hash from api_tokens where revoked_on is null;

-- name: append_api_tokens
insert into api_tokens by name select * from incoming;

-- name: revoke_token
update api_tokens set revoked_on = $revoked_on where id = $id and revoked_on is null;
