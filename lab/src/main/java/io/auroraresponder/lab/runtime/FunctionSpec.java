package io.auroraresponder.lab.runtime;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A function as it is deployed.
 *
 * @param arn of the function, with or without a qualifier
 * @param handler class name of the handler
 * @param environment what the deployment sets; region, credentials and endpoint come on top
 * @param flags of its JVM that stand for what the machine underneath would do, such as resolving host names
 */
public record FunctionSpec(
    String name, String arn, String handler, Duration timeout, int memoryMb, Map<String, String> environment, List<String> flags) {
  public FunctionSpec {
    environment = Map.copyOf(environment);
    flags = List.copyOf(flags);
  }

  /** The same with more flags. */
  FunctionSpec with(List<String> more) {
    return new FunctionSpec(name, arn, handler, timeout, memoryMb, environment, Stream.concat(flags.stream(), more.stream()).toList());
  }
}
