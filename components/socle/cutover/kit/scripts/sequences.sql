-- Every sequence goes ahead by a margin, so that no number is given twice: which ones the platform has given is not known here.
SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, coalesce(last_value, start_value) + 1000000 * increment_by)
FROM pg_sequences WHERE NOT cycle;
