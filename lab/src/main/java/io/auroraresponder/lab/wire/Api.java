package io.auroraresponder.lab.wire;

import java.util.Map;
import java.util.Optional;

/**
 * A service on the wire.
 *
 * @param name as the SDK spells it: rds, cloudwatch
 * @param version API version, by which Query requests are told apart
 * @param target what stands before the dot of {@code X-Amz-Target} and in the path of RPC v2 CBOR; empty for services that know neither
 * @param ec2Style whether it speaks EC2's dialect of the Query protocol
 * @param client answers; its interface is {@code type}
 */
record Api(String name, String version, String target, boolean ec2Style, Object client, Map<String, Operation> operations) {
  Api {
    operations = Map.copyOf(operations);
  }

  static Api of(String name, String version, String target, Class<?> type, Object client) {
    return new Api(name, version, target, name.equals("ec2"), client, Operation.of(type));
  }

  Optional<Operation> operation(String operation) {
    return Optional.ofNullable(operations.get(operation));
  }
}
