/**
 * The ports through which a cluster is read from outside: control plane, metrics, load history.
 *
 * <p>Reading only: nothing here can change or wake a cluster, and no SDK type is seen. Start reading at {@link
 * io.auroraresponder.observation.ControlPlane}.
 */
@NullMarked
package io.auroraresponder.observation;

import org.jspecify.annotations.NullMarked;
