/**
 * The simulated account on the wire: AWS's protocols over HTTP in front of the account's client objects.
 *
 * <p>Nothing here knows what an operation means: names and types come from the SDK's own model objects. Start reading at {@link
 * io.auroraresponder.lab.wire.WireFront}.
 */
@NullMarked
package io.auroraresponder.lab.wire;

import org.jspecify.annotations.NullMarked;
