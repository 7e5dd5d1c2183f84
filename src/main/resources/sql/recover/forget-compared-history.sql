delete from ops.compared_history
