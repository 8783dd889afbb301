/**
 * The deployment as a CDK app: an Aurora cluster for those who have none, the responder with its probes, alarms for a cluster.
 *
 * <p>What the functions are, call and read is said in the module {@code functions} and only turned into templates here; nothing in this
 * package runs on AWS. Start reading at {@link io.auroraresponder.infra.InfraApp}, then {@link io.auroraresponder.infra.ResponderStack}.
 */
@NullMarked
package io.auroraresponder.infra;

import org.jspecify.annotations.NullMarked;
