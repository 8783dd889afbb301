package io.auroraresponder.infra;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.Aspects;

/**
 * The templates of one full deployment, synthesized once for all tests of this JVM: a new cluster, an existing VPC with a probe, an
 * existing cluster with alarms, cdk-nag over all of it.
 */
final class Templates {
  static final String RESPONDER = "aurora-responder";
  static final String DATA = "aurora-responder-data";
  static final String OPERATORS = "aurora-responder-operators";
  static final String CLUSTER = "aurora-responder-cluster";
  static final String MEMBERS = "aurora-responder-cluster-members";
  static final String ALARMS = "aurora-responder-alarms-orders-db";

  private static final Path OUTPUT = Path.of("target", "synth");
  private static final boolean NODE = nodeIsThere();

  private Templates() {}

  /** Made when it is first asked for. */
  private static final class Holder {
    private static final Path FOLDER = synthesize(OUTPUT, true);
  }

  /** The folder of the assembly; skips the test where Node, which the CDK runs in, is missing. */
  static Path folder() {
    Assumptions.assumeTrue(NODE, "Node is not installed: the templates are not synthesized");
    return Holder.FOLDER;
  }

  static JsonObject named(String stack) {
    return read(folder().resolve(stack + ".template.json"));
  }

  /** All templates by the name of their stack. */
  static Map<String, JsonObject> all() {
    Map<String, JsonObject> all = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder())) {
      files.filter(file -> file.toString().endsWith(".template.json"))
          .forEach(file -> all.put(file.getFileName().toString().replace(".template.json", ""), read(file)));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return all;
  }

  /** Resources of one type by logical id. */
  static Map<String, JsonObject> resources(String stack, String type) {
    Map<String, JsonObject> found = new TreeMap<>();
    for (Map.Entry<String, JsonElement> entry : named(stack).getAsJsonObject("Resources").entrySet()) {
      if (entry.getValue().getAsJsonObject().get("Type").getAsString().equals(type)) {
        found.put(entry.getKey(), entry.getValue().getAsJsonObject());
      }
    }
    return found;
  }

  static JsonObject properties(JsonObject resource) {
    return resource.getAsJsonObject("Properties");
  }

  /**
   * Runs the app into a folder; the jar of the functions is replaced by a fixed file, so that nothing has to be built before.
   *
   * @param checked whether cdk-nag looks at it
   */
  static Path synthesize(Path folder, boolean checked) {
    return synthesize(folder, checked, Map.of());
  }

  /** The same with other settings on top. */
  static Path synthesize(Path folder, boolean checked, Map<String, Object> others) {
    try {
      Files.createDirectories(folder);
      Path artifact = Files.writeString(folder.resolveSibling("placeholder.jar"), "in place of the functions' jar", StandardCharsets.UTF_8);
      Map<String, Object> context = new HashMap<>(defaults());
      context.putAll(chosen());
      context.putAll(others);
      context.put("artifact", artifact.toString());
      App app = new App(AppProps.builder().outdir(folder.toString()).context(context).analyticsReporting(false).build());
      new Deployment(app, DeploymentSettings.read(Context.of(context)));
      if (checked) {
        Aspects.of(app).add(new AwsSolutionsChecks());
      }
      app.synth();
      return folder;
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  /** The context that everybody gets: the one in {@code cdk.json}. */
  @SuppressWarnings("unchecked")
  static Map<String, Object> defaults() {
    return new Gson().fromJson(read(Path.of("..", "cdk.json")).get("context"), Map.class);
  }

  private static Map<String, Object> chosen() {
    Map<String, Object> chosen = new HashMap<>();
    chosen.put("acting", true);
    chosen.put("highestMode", "act");
    chosen.put("maxAcu", 32);
    chosen.put("freeze", "Fri 18:00-Mon 06:00");
    chosen.put("findingsMail", List.of("oncall@example.com"));
    chosen.put("findingsMailFrom", "warning");
    chosen.put("slackSecret", "aurora-responder/slack");
    chosen.put("slackChannel", "C0123456789");
    chosen.put("approvers", List.of("U061F7AUR", "U061F7AUS"));
    chosen.put("slackMaxAcu", 16);
    chosen.put("slackTeam", "T012AB3C4");
    chosen.put("slackApp", "A0123456789");
    chosen.put("slackSigningSecret", "aurora-responder/slack-signing");
    chosen.put("pagerSecret", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:pager-AbCdEf");
    chosen.put("eventBus", "operations");
    chosen.put("operationsMail", List.of("platform@example.com"));
    chosen.put(
        "probes",
        List.of(
            Map.of(
                "vpc", "vpc-0123456789abcdef0", "subnets", List.of("subnet-0123456789abcdef0", "subnet-0123456789abcdef1"),
                "databaseSecurityGroups", List.of("sg-0123456789abcdef0"), "clusters", List.of("cluster-ABCDEFGHIJKLMNOPQRSTUVWXYZ"))));
    chosen.put(
        "alarms",
        List.of(
            Map.of("cluster", "orders-db", "instances", List.of("orders-db-instance-1", "orders-db-instance-2"), "maxConnections", 2000),
            Map.of("cluster", "billing-db", "instances", List.of("billing-db-instance-1"), "pauses", true)));
    chosen.put("fleetAlarms", true);
    chosen.put("operators", List.of("arn:aws:iam::444455556666:role/on-call"));
    chosen.put(
        "central",
        Map.of(
            "organization", "o-a1b2c3d4e5", "accounts", List.of("444455556666"), "bus",
            "arn:aws:events:eu-west-1:444455556666:event-bus/fleet"));
    chosen.put("probeRoots", "../functions/src/main/resources/tls/rds-roots.pem");
    chosen.put("reservedConcurrency", Map.of("remediation", 5, "probe", 10));
    chosen.put("newCluster", Map.of("id", "demo-db", "backupWindow", "03:00-03:30", "certificateAuthority", "rds-ca-ecc384-g1", "minAcu", 0,
        "maxAcu", 4, "sources", List.of("10.0.0.0/16", "sg-0fedcba9876543210")));
    return chosen;
  }

  static JsonObject read(Path file) {
    try {
      return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  static boolean installed(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
      return process.waitFor() == 0;
    } catch (IOException missing) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean nodeIsThere() {
    boolean there = installed("node", "--version");
    if (!there) {
      System.err.println("skipped: tests of the synthesized templates, as Node is not installed");
    }
    return there;
  }
}
