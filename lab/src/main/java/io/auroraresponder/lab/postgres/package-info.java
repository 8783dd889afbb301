/**
 * A real PostgreSQL for one machine: the server, the sessions that make real trouble on it, and the mapping of real to simulated ages.
 *
 * <p>Nothing here knows what a session group is meant to show, and nothing here diagnoses. Start reading at {@link
 * io.auroraresponder.lab.postgres.LabPostgres}.
 */
@NullMarked
package io.auroraresponder.lab.postgres;

import org.jspecify.annotations.NullMarked;
