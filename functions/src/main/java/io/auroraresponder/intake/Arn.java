package io.auroraresponder.intake;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An Amazon resource name of any partition, in its parts.
 *
 * @param partition {@code aws}, {@code aws-us-gov}, {@code aws-cn}, …
 * @param region empty for global services
 * @param account empty where the service leaves it out
 * @param type what stands before the first colon or slash of the resource, for example {@code cluster}
 * @param name everything after it; automated snapshots keep their {@code rds:} here
 */
public record Arn(String partition, String service, String region, String account, String type, String name) {
  /** By the beginning of a region's code (AWS SDK, partitions.json); all others are in {@code aws}. */
  private static final Map<String, String> PARTITIONS =
      Map.of(
          "us-gov-", "aws-us-gov", "cn-", "aws-cn", "us-iso-", "aws-iso", "us-isob-", "aws-iso-b", "eu-isoe-", "aws-iso-e", "us-isof-",
          "aws-iso-f",
          "eusc-", "aws-eusc");

  /** Empty for anything that is not an ARN; never throws. */
  public static Optional<Arn> parse(String text) {
    String[] parts = text.strip().split(":", 6);
    if (parts.length < 6 || !parts[0].equals("arn") || !parts[1].startsWith("aws") || parts[5].isBlank()) {
      return Optional.empty();
    }
    int end = firstSeparator(parts[5]);
    String type = end < 0 ? "" : parts[5].substring(0, end);
    String name = parts[5].substring(end + 1);
    return name.isBlank() ? Optional.empty() : Optional.of(new Arn(parts[1], parts[2], parts[3], parts[4], type, name));
  }

  /** The partition that a region code belongs to, for ARNs that have to be put together. */
  public static String partitionOf(String region) {
    String code = region.toLowerCase(Locale.ROOT);
    return PARTITIONS.entrySet().stream().filter(one -> code.startsWith(one.getKey())).map(Map.Entry::getValue).findFirst().orElse("aws");
  }

  private static int firstSeparator(String resource) {
    int colon = resource.indexOf(':');
    int slash = resource.indexOf('/');
    if (colon < 0) {
      return slash;
    }
    return slash < 0 ? colon : Math.min(colon, slash);
  }

  AccountRegion place() {
    return new AccountRegion(account, region);
  }

  boolean isRds() {
    return service.equals("rds");
  }
}
