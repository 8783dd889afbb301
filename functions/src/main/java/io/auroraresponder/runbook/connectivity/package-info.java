/**
 * The connectivity runbook: the hops from a client to a session on the writer, up to the first that is broken.
 *
 * <p>Rules over evidence only: nothing here asks AWS or the database but {@link
 * io.auroraresponder.runbook.connectivity.ConnectivitySource}, and nothing changes anything. Start reading at {@link
 * io.auroraresponder.runbook.connectivity.ConnectivityRunbook}.
 */
@NullMarked
package io.auroraresponder.runbook.connectivity;

import org.jspecify.annotations.NullMarked;
