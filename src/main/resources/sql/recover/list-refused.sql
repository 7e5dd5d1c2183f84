select raw_key, etag, mapping_version, reason from ops.refused_file
