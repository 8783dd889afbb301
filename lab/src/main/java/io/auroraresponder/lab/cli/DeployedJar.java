package io.auroraresponder.lab.cli;

import java.nio.file.Path;

/** Where the build puts what is deployed. */
final class DeployedJar {
  private DeployedJar() {}

  static Path path() {
    return Path.of(System.getProperty("responder.root", ".")).resolve(Path.of("functions", "target", "functions-deploy.jar"));
  }
}
