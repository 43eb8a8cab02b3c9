-- The ledger is chained with a secret key from here on, and its newest entry is sealed with it: the id of the key and
-- the seal stand in meta beside the head. What they are is found out when the store is opened.

insert into meta values ('ledger_key', ''), ('ledger_seal', '');
