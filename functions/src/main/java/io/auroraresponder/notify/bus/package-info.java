/**
 * Reports and lease events for machines, on an event bus of the deployment's choice.
 *
 * <p>Makes events; an adapter puts them. Start reading at {@link io.auroraresponder.notify.bus.BusChannel}.
 */
@NullMarked
package io.auroraresponder.notify.bus;

import org.jspecify.annotations.NullMarked;
