package io.auroraresponder.infra;

import io.auroraresponder.lambda.DeployedFunction;
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

  /** The reasons stand in {@link Permissions}; a test compares every wildcard with that table. */
  static void wildcards(CfnResource role, DeployedFunction function) {
    suppress(
        role,
        "AwsSolutions-IAM5",
        "The " + function.id() + " function reads clusters that opt in by tag, so their names are not known here; a wildcard stands alone only for"
            + " actions without resources (class Permissions), and log streams have names that Lambda makes up");
  }
}
