/**
 * Reads a plain-SQL dump as text that somebody else may have written. {@link io.catwing.postgres.dump.DumpReader}
 * splits it into statements and rows by PostgreSQL's own rules, {@link io.catwing.postgres.dump.StatementRules} admits only
 * the kinds of statements that pg_dump writes, and {@link io.catwing.postgres.dump.RestoreDump} sends them to the
 * server one by one, over JDBC. No program interprets a dump, so a backslash cannot command anything
 * (docs/decisions/0018-no-program-interprets-a-dump.md).
 */
package io.catwing.postgres.dump;
