/**
 * Scripted incidents: their files, the run of one, and the scorer that holds what was decided against what was expected.
 *
 * <p>No cause is named outside of {@link io.auroraresponder.lab.incident.Expectation}, which the scorer alone reads; nothing here
 * diagnoses or assembles the functions. Start reading at {@link io.auroraresponder.lab.incident.IncidentRun}.
 */
@NullMarked
package io.auroraresponder.lab.incident;

import org.jspecify.annotations.NullMarked;
