package io.auroraresponder.runbook.connectivity;

import java.util.List;

/**
 * Who wants to connect, for the evaluation of security groups.
 *
 * @param name as it stands in sentences, for example {@code the probe}
 * @param groupIds its security groups; empty where they are not known
 * @param blocks its addresses as CIDR blocks, IPv4 or IPv6; empty where they are not known
 * @param probe whether the probe itself connects from there: then a session that came about is the stronger proof
 */
public record ConnectionSource(String name, List<String> groupIds, List<String> blocks, boolean probe) {
  public ConnectionSource {
    groupIds = List.copyOf(groupIds);
    blocks = List.copyOf(blocks);
    blocks.forEach(ConnectionSource::block);
  }

  /** The probe, whose place in the network no setting tells. */
  public static ConnectionSource unknown() {
    return new ConnectionSource("the probe", List.of(), List.of(), true);
  }

  List<Cidr> cidrs() {
    return blocks.stream().map(ConnectionSource::block).toList();
  }

  private static Cidr block(String text) {
    return Cidr.parse(text).orElseThrow(() -> new IllegalArgumentException("not an address or CIDR block: " + text));
  }
}
