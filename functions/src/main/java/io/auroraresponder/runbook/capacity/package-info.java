/**
 * The capacity runbook: is the cluster out of capacity, or is something else wrong that more capacity would not help?
 *
 * <p>Evidence is gathered in {@code CapacitySource}; everything else is pure. A cause is one {@code CauseRule} class and its line
 * in {@code CapacityRunbook}. Start reading at {@link io.auroraresponder.runbook.capacity.CapacityRunbook}.
 */
@NullMarked
package io.auroraresponder.runbook.capacity;

import org.jspecify.annotations.NullMarked;
