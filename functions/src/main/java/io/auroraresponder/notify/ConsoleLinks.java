package io.auroraresponder.notify;

import io.auroraresponder.incident.Incident;
import io.auroraresponder.incident.Report;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a person looks next: the cluster and the alarm in the console of the incident's own partition and region.
 *
 * <p>A partition whose console is not known gets no link: none is better than one that leads to another partition.
 */
public final class ConsoleLinks {
  /** By the beginning of a region's code (AWS General Reference, partitions). */
  private static final Map<String, String> OTHER_CONSOLES =
      Map.of("us-gov-", "console.amazonaws-us-gov.com", "cn-", "console.amazonaws.cn", "us-iso", "", "eu-iso", "", "eusc-", "");

  private static final String USUAL_CONSOLE = "console.aws.amazon.com";

  private ConsoleLinks() {}

  /** {@code alarm}: whether an alarm asked for the look; its name is the signal's source. */
  public static List<Report.Link> of(Incident incident, boolean alarm) {
    String console = console(incident.region());
    if (console.isEmpty()) {
      return List.of();
    }
    List<Report.Link> links = new ArrayList<>();
    String region = encoded(incident.region());
    String cluster = encoded(incident.cluster().value());
    links.add(new Report.Link("Cluster", "https://" + console + "/rds/home?region=" + region + "#database:id=" + cluster
        + ";is-cluster=true"));
    if (alarm) {
      String name = encoded(incident.signal().source());
      links.add(new Report.Link("Alarm", "https://" + console + "/cloudwatch/home?region=" + region + "#alarmsV2:alarm/" + name));
    }
    return links;
  }

  /** An object of a bucket; empty where the console of the region is not known. */
  public static Optional<String> object(String region, String bucket, String key) {
    String console = console(region);
    return console.isEmpty() ? Optional.empty()
        : Optional.of("https://" + console + "/s3/object/" + encoded(bucket) + "?region=" + encoded(region) + "&prefix=" + encoded(key));
  }

  private static String console(String region) {
    if (region.isBlank()) {
      return "";
    }
    return OTHER_CONSOLES.entrySet().stream().filter(one -> region.startsWith(one.getKey())).map(Map.Entry::getValue).findFirst()
        .orElse(USUAL_CONSOLE);
  }

  /** Everything but letters, digits and {@code -._*} in percent form, a blank too. */
  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A");
  }
}
