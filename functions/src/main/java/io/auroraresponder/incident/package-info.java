/**
 * The vocabulary: what an incident, a reading, a fact, a finding, a cluster and a report are.
 *
 * <p>Nothing here depends on anything but the JDK: no AWS, no JSON, no JDBC. Start reading at {@link
 * io.auroraresponder.incident.Reading}, the type that keeps "not measured" from looking healthy.
 */
@NullMarked
package io.auroraresponder.incident;

import org.jspecify.annotations.NullMarked;
