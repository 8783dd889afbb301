package io.auroraresponder.remediation;

import io.auroraresponder.ledger.Ledger;
import io.auroraresponder.ledger.OperatorsTable;
import io.auroraresponder.observation.ControlPlane;
import io.auroraresponder.observation.MetricSource;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * What acting needs of the world.
 *
 * @param operators what people say
 * @param clock wall clock
 * @param nanos monotonic clock: one of the two stands still while a machine is suspended
 */
public record RemediationPorts(
    Ledger ledger, OperatorsTable operators, ControlPlane control, MetricSource metrics, ClusterChanges changes, InstantSource clock,
    LongSupplier nanos) {}
