/**
 * What a runbook is: evidence gathered at once, small pure checks, one diagnostician.
 *
 * <p>Runbooks themselves live in packages below and never see each other. Start reading at {@link
 * io.auroraresponder.runbook.Runbook}.
 */
@NullMarked
package io.auroraresponder.runbook;

import org.jspecify.annotations.NullMarked;
