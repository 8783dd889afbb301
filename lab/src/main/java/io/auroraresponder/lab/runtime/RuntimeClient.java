package io.auroraresponder.lab.runtime;

import io.auroraresponder.lab.postgres.LabException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;

/** AWS's runtime interface client: the program that a managed Java runtime is, found on the lab's own class path. */
final class RuntimeClient {
  static final String MAIN = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";

  /** A class of each jar that it consists of. */
  private static final List<String> PARTS =
      List.of(
          MAIN, "com.amazonaws.services.lambda.runtime.serialization.PojoSerializer",
          "com.amazonaws.services.lambda.runtime.RequestStreamHandler",
          "software.amazon.awssdk.utilslite.SdkInternalThreadLocal");

  private RuntimeClient() {}

  /** Its jars. */
  static List<Path> jars() {
    return PARTS.stream().map(RuntimeClient::jarOf).distinct().toList();
  }

  private static Path jarOf(String type) {
    String entry = type.replace('.', '/') + ".class";
    URL url = RuntimeClient.class.getClassLoader().getResource(entry);
    if (url == null || !url.getProtocol().equals("jar")) {
      throw new LabException("The AWS Lambda runtime interface client is incomplete here: " + type + " is missing.");
    }
    return Path.of(URI.create(url.getPath().substring(0, url.getPath().indexOf("!"))));
  }
}
