/**
 * What the database itself is asked and answers: request, snapshot and the port between.
 *
 * <p>No SQL, no JDBC and no thresholds here. Start reading at {@link io.auroraresponder.probe.DatabaseProbe}.
 */
@NullMarked
package io.auroraresponder.probe;

import org.jspecify.annotations.NullMarked;
