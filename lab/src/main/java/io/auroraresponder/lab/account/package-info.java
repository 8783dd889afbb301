/**
 * The simulated AWS account: Aurora clusters with a load, their metrics, events and scaling, behind the SDK's own client interfaces.
 *
 * <p>It is stricter than AWS where that costs nothing, it never decides anything for the responder, and no PostgreSQL runs here. Start
 * reading at {@link io.auroraresponder.lab.account.SimulatedAccount}; the file format is in docs/world.md.
 */
@NullMarked
package io.auroraresponder.lab.account;

import org.jspecify.annotations.NullMarked;
