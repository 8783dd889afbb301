package io.auroraresponder.lambda;

import io.auroraresponder.incident.HardLimits;
import io.auroraresponder.incident.Policy;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a deployment sets, read from the environment once.
 *
 * @param region region code ({@code AWS_REGION}, set by Lambda)
 * @param account twelve digits ({@code RESPONDER_ACCOUNT})
 * @param ledgerTable name of the DynamoDB table ({@code RESPONDER_LEDGER_TABLE})
 * @param findingsTopic ARN of the SNS topic ({@code RESPONDER_FINDINGS_TOPIC})
 * @param remediationFunction name or ARN of the remediation function ({@code RESPONDER_REMEDIATION_FUNCTION})
 * @param ownRoles roles under which our own changes are made, comma separated ({@code RESPONDER_OWN_ROLES})
 * @param probeDatabase database that the probe connects to ({@code PROBE_DATABASE}, default postgres)
 * @param probeUser the probe's login ({@code PROBE_USER}, default aurora_responder)
 * @param probeRootCertificates file with the RDS root certificates ({@code PROBE_ROOT_CERTIFICATES})
 * @param limits hard limits of the deployment ({@code RESPONDER_MAX_ACU}, {@code RESPONDER_MIN_ACU}, {@code RESPONDER_STEP},
 *     {@code RESPONDER_DEFAULT_MODE}, {@code RESPONDER_HIGHEST_MODE}); what is not set is {@link HardLimits#DEFAULTS}
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
    String probeRootCertificates,
    HardLimits limits) {

  public static Settings fromEnvironment() {
    return from(System.getenv());
  }

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException naming the variable that is missing or makes no sense
   */
  static Settings from(Map<String, String> environment) {
    return new Settings(
        needed(environment, "AWS_REGION"),
        environment.getOrDefault("RESPONDER_ACCOUNT", ""),
        needed(environment, "RESPONDER_LEDGER_TABLE"),
        needed(environment, "RESPONDER_FINDINGS_TOPIC"),
        environment.getOrDefault("RESPONDER_REMEDIATION_FUNCTION", "aurora-responder-remediation"),
        roles(environment.getOrDefault("RESPONDER_OWN_ROLES", "")),
        environment.getOrDefault("PROBE_DATABASE", "postgres"),
        environment.getOrDefault("PROBE_USER", "aurora_responder"),
        environment.getOrDefault("PROBE_ROOT_CERTIFICATES", ""),
        limits(environment));
  }

  private static HardLimits limits(Map<String, String> environment) {
    HardLimits defaults = HardLimits.DEFAULTS;
    return new HardLimits(
        mode(environment, "RESPONDER_DEFAULT_MODE", defaults.defaultMode()),
        mode(environment, "RESPONDER_HIGHEST_MODE", defaults.highestMode()),
        number(environment, "RESPONDER_MAX_ACU", defaults.maxAcu()),
        number(environment, "RESPONDER_MIN_ACU", defaults.minAcu()),
        number(environment, "RESPONDER_STEP", defaults.step()),
        defaults.lease(),
        number(environment, "RESPONDER_BUDGET_ACU_HOURS", defaults.budgetAcuHours()),
        defaults.cooldown(),
        defaults.ratePerDay(),
        defaults.eventAge(),
        defaults.evidenceAge(),
        defaults.planExpiry(),
        defaults.freeze(),
        defaults.actions());
  }

  private static Set<String> roles(String listed) {
    return java.util.Arrays.stream(listed.split(",", -1)).map(String::strip).filter(role -> !role.isEmpty()).collect(java.util.stream.Collectors.toUnmodifiableSet());
  }

  private static String needed(Map<String, String> environment, String name) {
    String value = environment.getOrDefault(name, "");
    if (value.isBlank()) {
      throw new IllegalArgumentException("the environment variable " + name + " is not set");
    }
    return value;
  }

  private static double number(Map<String, String> environment, String name, double otherwise) {
    String value = environment.getOrDefault(name, "");
    if (value.isBlank()) {
      return otherwise;
    }
    try {
      return Double.parseDouble(value);
    } catch (NumberFormatException wrong) {
      throw new IllegalArgumentException("the environment variable " + name + " is not a number: " + value, wrong);
    }
  }

  private static Policy.Mode mode(Map<String, String> environment, String name, Policy.Mode otherwise) {
    String value = environment.getOrDefault(name, "");
    if (value.isBlank()) {
      return otherwise;
    }
    try {
      return Policy.Mode.valueOf(value.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException("the environment variable " + name + " must be off, observe, propose or act, not " + value, wrong);
    }
  }
}
