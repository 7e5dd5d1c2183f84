insert into ops.audit (who, source, command)
values (:who, :source, :command)
returning audit_id
