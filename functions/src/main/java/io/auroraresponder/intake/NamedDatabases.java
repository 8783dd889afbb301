package io.auroraresponder.intake;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** The databases that an event names which nobody here reads: by ARN, by a member of RDS's name, by the log group of their logs. */
final class NamedDatabases {
  /** Each is looked up. */
  private static final int MOST = 10;

  /** A subscription's record is at most 1 MB (CloudWatch Logs quotas, batch size); what unpacks to more is none. */
  private static final int MOST_BYTES = 4 * 1024 * 1024;

  private static final Pattern ARN = Pattern.compile("\\barn:aws[a-z-]*:rds:[a-z0-9-]*:\\d{12}:(?:cluster|db):[A-Za-z0-9-]{1,63}");
  private static final Pattern LOG_GROUP = Pattern.compile("/aws/rds/(?:cluster|instance)/([A-Za-z0-9-]{1,63})(?:/|$)");
  private static final Set<String> MEMBERS = Set.of("dbclusteridentifier", "dbinstanceidentifier");

  private NamedDatabases() {}

  /** As written, each once, at most ten. */
  static List<String> in(JsonTree event) {
    Set<String> names = new LinkedHashSet<>();
    event.eachText((member, text) -> {
      if (names.size() < MOST) {
        names.addAll(in(member, text));
      }
    });
    return List.copyOf(names);
  }

  private static List<String> in(String member, String text) {
    List<String> names = new ArrayList<>();
    ARN.matcher(text).results().limit(MOST).forEach(arn -> names.add(arn.group()));
    logGroup(text).ifPresent(names::add);
    if (MEMBERS.contains(member.toLowerCase(Locale.ROOT))) {
      names.add(text.strip());
    }
    return names;
  }

  /** The cluster or instance whose exported logs the group holds (Aurora User Guide, "Publishing PostgreSQL logs to CloudWatch Logs"). */
  private static Optional<String> logGroup(String text) {
    Matcher group = LOG_GROUP.matcher(text);
    return group.find() ? Optional.of(group.group(1)) : Optional.empty();
  }

  /** What CloudWatch Logs delivers to a subscription: packed JSON. Empty where it is none. */
  static JsonTree unpacked(String data) {
    try (GZIPInputStream packed = new GZIPInputStream(new ByteArrayInputStream(Base64.getMimeDecoder().decode(data)))) {
      byte[] bytes = packed.readNBytes(MOST_BYTES);
      return packed.read() < 0 ? JsonTree.parse(new String(bytes, StandardCharsets.UTF_8)).orElse(JsonTree.EMPTY) : JsonTree.EMPTY;
    } catch (IOException | IllegalArgumentException notPacked) {
      return JsonTree.EMPTY;
    }
  }
}
