package io.auroraresponder.lab.wire;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A service on the wire.
 *
 * @param name as the SDK spells it: rds, cloudwatch
 * @param version API version, by which Query requests are told apart
 * @param target what stands before the dot of {@code X-Amz-Target} and in the path of RPC v2 CBOR; empty for services that know neither
 * @param ec2Style whether it speaks EC2's dialect of the Query protocol
 * @param clients who answers a caller, by the access key that the request is signed with
 */
record Api(String name, String version, String target, boolean ec2Style, Function<String, ?> clients, Map<String, Operation> operations) {
  Api {
    operations = Map.copyOf(operations);
  }

  /** Answered by {@code client}, whoever calls; its interface is {@code type}. */
  static Api of(String name, String version, String target, Class<?> type, Object client) {
    return new Api(name, version, target, name.equals("ec2"), caller -> client, Operation.of(type));
  }

  /** The same service, answered by a client for each caller. */
  Api answeredBy(Function<String, ?> others) {
    return new Api(name, version, target, ec2Style, others, operations);
  }

  Optional<Operation> operation(String operation) {
    return Optional.ofNullable(operations.get(operation));
  }
}
