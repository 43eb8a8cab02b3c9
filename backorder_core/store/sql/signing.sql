-- Signing in and out.

-- name: signed_out_at
-- at most one row: when the sign-ins of somebody ended last
select ended_at from sign_outs where identity = $identity;

-- name: end_sign_ins
merge into sign_outs
using (select $identity as identity, cast($ended_at as timestamp) as ended_at) as i
on sign_outs.identity = i.identity
when matched then update set ended_at = i.ended_at
when not matched then insert by name *;
