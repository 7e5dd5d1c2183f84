select distinct holder from ops.claim
