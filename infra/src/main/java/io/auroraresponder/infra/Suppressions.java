package io.auroraresponder.infra;

import io.auroraresponder.lambda.DeployedFunction;
import io.auroraresponder.observation.ServiceCall;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.CfnResource;

/** Rules of cdk-nag that do not hold here, each with its reason, written into the template where the rule looks for it. */
final class Suppressions {
  private Suppressions() {}

  static void suppress(CfnResource resource, String rule, String reason) {
    // Sorted: a map without an order would make another template of the same sources.
    Map<String, String> suppression = new TreeMap<>(Map.of("id", rule, "reason", reason));
    resource.addMetadata("cdk_nag", Map.of("rules_to_suppress", List.of(suppression)));
  }

  /** cfn-lint's list of actions is older than this call of RDS; every other action is checked by it. */
  static void unknownToCfnLint(CfnResource role, List<String> actions) {
    if (actions.contains(ServiceCall.RDS_DESCRIBE_PLATFORM_VERSIONS.action())) {
      role.addMetadata("cfn-lint", Map.of("config", Map.of("ignore_checks", List.of("W3037"))));
    }
  }

  /** The reasons stand in {@link Permissions}; a test compares every wildcard with that table. */
  static void wildcards(CfnResource role, DeployedFunction function) {
    suppress(
        role,
        "AwsSolutions-IAM5",
        "The " + function.id()
        + " function reads clusters that opt in by tag, so their names are not known here; a wildcard stands alone only for"
            + " actions without resources (class Permissions), and log streams have names that Lambda makes up");
  }
}
