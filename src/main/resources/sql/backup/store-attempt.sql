update ops.backup
set outcome = 'DONE',
    object_key = :#${variable.attempt.stored().manifest().key()},
    bytes = :#${variable.attempt.stored().manifest().bytes()},
    uncompressed_bytes = :#${variable.attempt.stored().manifest().uncompressedBytes()},
    ended_at = clock_timestamp()
where run_id = :#${variable.attempt.run().value()}
