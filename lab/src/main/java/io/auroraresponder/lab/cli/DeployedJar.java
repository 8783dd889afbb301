package io.auroraresponder.lab.cli;

import java.nio.file.Path;

/** Where the build puts what is deployed, and what it is compared with. */
final class DeployedJar {
  private DeployedJar() {}

  static Path path() {
    return built("functions", "functions-deploy.jar");
  }

  /** The functions written the usual way. */
  static Path usual() {
    return built("bench", "usual-functions.jar");
  }

  private static Path built(String module, String jar) {
    return Path.of(System.getProperty("responder.root", ".")).resolve(Path.of(module, "target", jar));
  }
}
