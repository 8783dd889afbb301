/**
 * What can be wrong and what helps: causes, conditions, levers and the diagnosis made of them.
 *
 * <p>Pure values. How a cause is proven belongs to the runbook that proves it. Start reading at {@link
 * io.auroraresponder.diagnosis.Cause}.
 */
@NullMarked
package io.auroraresponder.diagnosis;

import org.jspecify.annotations.NullMarked;
