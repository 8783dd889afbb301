package io.auroraresponder.observation;

import java.util.List;

/**
 * A subnet.
 *
 * @param state {@code available} when it can be used
 * @param blocks its CIDR blocks, IPv4 first
 * @param freeAddresses IPv4 addresses that are left
 */
public record Subnet(String id, String availabilityZone, String state, List<String> blocks, int freeAddresses) {
  public Subnet {
    blocks = List.copyOf(blocks);
  }
}
