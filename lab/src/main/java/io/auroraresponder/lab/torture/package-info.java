/**
 * Histories of several days in which everything goes wrong: the acting code as it is shipped, on simulated clusters and tables, with
 * crashes between any two calls, and laws that are checked after each step by somebody who reads only what was written and what was
 * called. The seed decides everything. Start reading at {@link io.auroraresponder.lab.torture.History}.
 */
@NullMarked
package io.auroraresponder.lab.torture;

import org.jspecify.annotations.NullMarked;
