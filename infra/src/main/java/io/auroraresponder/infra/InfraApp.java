package io.auroraresponder.infra;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awscdk.App;

/** The CDK app that {@code cdk.json} starts: reads the context, makes the stacks, writes the templates. */
public final class InfraApp {
  private InfraApp() {}

  private static final int REFUSED = 2;

  /** Called by the CDK's command line, which says where the templates go; what cannot be used is refused with one sentence. */
  public static void main(String[] args) {
    try {
      synthesize(new App());
    } catch (IllegalArgumentException refused) {
      System.err.println("aurora-responder: " + refused.getMessage());
      System.exit(REFUSED);
    }
  }

  private static void synthesize(App app) {
    DeploymentSettings settings = DeploymentSettings.read(Context.of(context(app)));
    if (!Files.isRegularFile(Path.of(settings.artifact()))) {
      throw new IllegalArgumentException(settings.artifact() + " is not there; build it with: mvn -B -pl infra -am -DskipTests package");
    }
    new Deployment(app, settings);
    app.synth();
  }

  private static Map<String, Object> context(App app) {
    Map<String, Object> values = new HashMap<>();
    if (app.getNode().getAllContext() instanceof Map<?, ?> all) {
      all.forEach((key, value) -> values.put(String.valueOf(key), value));
    }
    return values;
  }
}
