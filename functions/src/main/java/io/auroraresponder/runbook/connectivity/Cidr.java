package io.auroraresponder.runbook.connectivity;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of IP addresses, IPv4 or IPv6. A single address is a block of one.
 *
 * @param bits 32 or 128
 * @param network the address with all host bits cleared
 * @param prefix 0 to {@code bits}
 */
record Cidr(int bits, BigInteger network, int prefix) {
  private static final int V4 = 32;
  private static final int V6 = 128;
  private static final Pattern DOTTED = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
  private static final Pattern COLONS = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  /** Empty for anything but an address or a block in digits: a name is never looked up. */
  static Optional<Cidr> parse(String text) {
    String[] parts = text.strip().split("/", -1);
    Optional<byte[]> address = address(parts[0]);
    if (parts.length > 2 || address.isEmpty()) {
      return Optional.empty();
    }
    int bits = address.get().length * Byte.SIZE;
    int prefix = parts.length == 1 ? bits : prefix(parts[1]);
    if (prefix < 0 || prefix > bits) {
      return Optional.empty();
    }
    BigInteger value = new BigInteger(1, address.get());
    return Optional.of(new Cidr(bits, value.shiftRight(bits - prefix).shiftLeft(bits - prefix), prefix));
  }

  private static int prefix(String text) {
    return text.matches("\\d{1,3}") ? Integer.parseInt(text) : -1;
  }

  private static Optional<byte[]> address(String text) {
    Matcher dotted = DOTTED.matcher(text);
    if (dotted.matches()) {
      byte[] address = new byte[V4 / Byte.SIZE];
      for (int i = 0; i < address.length; i++) {
        int part = Integer.parseInt(dotted.group(i + 1));
        if (part > 0xFF) {
          return Optional.empty();
        }
        address[i] = (byte) part;
      }
      return Optional.of(address);
    }
    return COLONS.matcher(text).matches() ? literal(text) : Optional.empty();
  }

  /** With a colon in it InetAddress parses a literal or fails; it never asks a name server. */
  private static Optional<byte[]> literal(String text) {
    try {
      byte[] address = InetAddress.getByName(text).getAddress();
      // A mapped IPv4 address comes back as four bytes, and no security group knows that form.
      return address.length * Byte.SIZE == V6 ? Optional.of(address) : Optional.empty();
    } catch (UnknownHostException noAddress) {
      return Optional.empty();
    }
  }

  boolean contains(Cidr other) {
    return bits == other.bits && prefix <= other.prefix
        && network.shiftRight(bits - prefix).equals(other.network.shiftRight(bits - prefix));
  }

  boolean overlaps(Cidr other) {
    return contains(other) || other.contains(this);
  }

  /** Whether every address of this block lies in one or another of those. */
  boolean coveredBy(Collection<Cidr> blocks) {
    if (blocks.stream().anyMatch(block -> block.contains(this))) {
      return true;
    }
    List<Cidr> parts = blocks.stream().filter(this::contains).toList();
    return !parts.isEmpty() && half(0).coveredBy(parts) && half(1).coveredBy(parts);
  }

  /** The lower half (0) or the upper (1); only of a block that holds more than one address. */
  private Cidr half(int which) {
    return new Cidr(bits, which == 0 ? network : network.setBit(bits - prefix - 1), prefix + 1);
  }

  /** All addresses of IPv4, then of IPv6. */
  static List<Cidr> worlds() {
    return List.of(new Cidr(V4, BigInteger.ZERO, 0), new Cidr(V6, BigInteger.ZERO, 0));
  }

  /** 0.0.0.0/0 or ::/0. */
  boolean isEverything() {
    return prefix == 0;
  }

  boolean isV4() {
    return bits == V4;
  }
}
