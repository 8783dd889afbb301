/**
 * Functions run as Lambda runs them: the deployed jar in a JVM of its own, under AWS's runtime interface client, against a Runtime API.
 *
 * <p>The jar is never changed for it; what differs from AWS is outside of it: endpoint, credentials, host names, and what time the
 * container's clock shows. Start reading at {@link io.auroraresponder.lab.runtime.FunctionProcess}.
 */
@NullMarked
package io.auroraresponder.lab.runtime;

import org.jspecify.annotations.NullMarked;
