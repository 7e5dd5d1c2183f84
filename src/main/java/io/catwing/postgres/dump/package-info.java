/**
 * A plain-SQL dump, read as what it is: text that somebody else may have written. {@link io.catwing.postgres.dump.DumpReader}
 * takes it apart into statements and rows by PostgreSQL's own rules, {@link io.catwing.postgres.dump.StatementRules} lets through
 * the kinds of statements that pg_dump writes and no other, and {@link io.catwing.postgres.dump.RestoreDump} sends them to the
 * server one by one, over JDBC. No program interprets a dump, so there is nothing that a backslash could command
 * (docs/decisions/0018-no-program-interprets-a-dump.md).
 */
package io.catwing.postgres.dump;
