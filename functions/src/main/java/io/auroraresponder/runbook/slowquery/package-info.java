/**
 * The slow-queries runbook: what runs too long, who waits behind whom, and which statement carries the load.
 *
 * <p>Evidence is gathered in {@code SlowQuerySource}; everything else is pure, and nothing here changes a cluster: what helps is told,
 * with SQL that does nothing once the trouble has passed. Start reading at {@link io.auroraresponder.runbook.slowquery.SlowQueryRunbook}.
 */
@NullMarked
package io.auroraresponder.runbook.slowquery;

import org.jspecify.annotations.NullMarked;
