package io.auroraresponder.lambda;

import io.auroraresponder.incident.HardLimits;
import java.util.Set;

/**
 * What a deployment sets.
 *
 * @param region region code
 * @param account twelve digits
 * @param ledgerTable name of the DynamoDB table
 * @param findingsTopic ARN of the SNS topic
 * @param remediationFunction name or ARN of the remediation function, as commands in messages name it
 * @param ownRoles roles under which our own changes are made
 * @param probeDatabase database that the probe connects to
 * @param probeUser the probe's login
 * @param limits hard limits of the deployment
 */
public record Settings(
    String region,
    String account,
    String ledgerTable,
    String findingsTopic,
    String remediationFunction,
    Set<String> ownRoles,
    String probeDatabase,
    String probeUser,
    HardLimits limits) {
  public Settings {
    ownRoles = Set.copyOf(ownRoles);
  }
}
