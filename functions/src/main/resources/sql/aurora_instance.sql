-- purpose: which DB instance answered
-- least privilege: CONNECT
-- versions: Aurora PostgreSQL 13 to 17; 42883 means that this is not Aurora (old Aurora hides it from pg_proc, so it is called, not looked up)
-- source: Amazon Aurora user guide, aurora_db_instance_identifier
SELECT aurora_db_instance_identifier() AS instance
