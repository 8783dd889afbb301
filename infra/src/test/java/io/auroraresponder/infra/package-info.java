/**
 * Tests of the deployment: settings and rules as plain code, templates as they are synthesized once for all tests.
 *
 * <p>Nothing here talks to AWS. Start reading at {@link io.auroraresponder.infra.EventRulesTest}.
 */
@NullMarked
package io.auroraresponder.infra;

import org.jspecify.annotations.NullMarked;
