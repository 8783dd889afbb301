/**
 * What the responder remembers: heads and chain of changes, incidents, seen events, the switch.
 *
 * <p>Every transition is one conditional write of one item; nothing here decides what to change. Start reading at {@link
 * io.auroraresponder.ledger.Table}.
 */
@NullMarked
package io.auroraresponder.ledger;

import org.jspecify.annotations.NullMarked;
