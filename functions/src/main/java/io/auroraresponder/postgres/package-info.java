/**
 * The database probe over JDBC: one bounded, read-only connection, the SQL files, and the redaction of what they bring home.
 *
 * <p>No thresholds and no judgement: what is read goes into the records of {@link io.auroraresponder.probe}; no raw statement text, server
 * message or password leaves this package. Start reading at {@link io.auroraresponder.postgres.JdbcProbe}, then {@code SnapshotLook}.
 */
@NullMarked
package io.auroraresponder.postgres;

import org.jspecify.annotations.NullMarked;
