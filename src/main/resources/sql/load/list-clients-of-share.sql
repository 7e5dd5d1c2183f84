select clients from ops.bulk_share where share = ?
