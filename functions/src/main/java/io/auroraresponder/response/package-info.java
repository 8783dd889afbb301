/**
 * How a signal is handled: taken, examined, decided, told and done; when an incident is due again, and when it is over.
 *
 * <p>It brings intake, runbooks, remediation, ledger and messages together and knows none of their adapters: no AWS client, no JDBC and
 * nothing of Lambda. Start reading at {@code Responder.respond}, then {@link io.auroraresponder.response.SignalHandler}.
 */
@NullMarked
package io.auroraresponder.response;

import org.jspecify.annotations.NullMarked;
