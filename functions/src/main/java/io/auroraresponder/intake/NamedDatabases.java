package io.auroraresponder.intake;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * The databases that an event names which nobody here reads: by ARN, by endpoint, by a member or dimension of RDS's name, by the log
 * group of their logs. JSON inside of texts, as log lines have it, is searched as well; a bare word is never taken for a name.
 */
final class NamedDatabases {
  /** Each is looked up. */
  private static final int MOST = 10;

  /** A subscription's record is at most 1 MB (CloudWatch Logs quotas, batch size); what unpacks to more is none. */
  private static final int MOST_BYTES = 4 * 1024 * 1024;

  private static final Pattern ARN = Pattern.compile("\\barn:aws[a-z-]*:rds:[a-z0-9-]*:\\d{12}:(?:cluster|db):[A-Za-z0-9-]{1,63}");
  private static final Pattern LOG_GROUP = Pattern.compile("/aws/rds/(?:cluster|instance)/([A-Za-z0-9-]{1,63})(?:/|$)");
  private static final Pattern ENDPOINT =
      Pattern.compile(
          "\\b[A-Za-z][A-Za-z0-9-]{0,62}\\.(?:cluster-(?:ro-)?)?[a-z0-9]{6,20}\\.[a-z]{2,5}(?:-[a-z]+)+-\\d\\.rds\\.amazonaws\\.com");

  /** Members and dimensions that name a database: RDS's own, and Enhanced Monitoring's {@code instanceID}. */
  private static final String KEY = "(?:source)?DB(?:Cluster|Instance)Identifier|instanceID";

  private static final Pattern MEMBER = Pattern.compile(KEY, Pattern.CASE_INSENSITIVE);

  /** Quotes inside of a text may be escaped any number of times. */
  private static final String QUOTES = "[\\\\\"'\\s]{0,12}";

  private static final String IS = QUOTES + "[:=]" + QUOTES;
  private static final String VALUE = "([A-Za-z][A-Za-z0-9-]{0,62})";
  private static final String NAMED = "\\bname" + IS + "(?:" + KEY + ")";

  /** The same inside of a text: {@code KEY: value}, or name and value beside each other as in a list of dimensions. */
  private static final List<Pattern> INSIDE =
      List.of(
          Pattern.compile("\\b(?:" + KEY + ")" + IS + VALUE, Pattern.CASE_INSENSITIVE),
          Pattern.compile(NAMED + QUOTES + "," + QUOTES + "value" + IS + VALUE, Pattern.CASE_INSENSITIVE),
          Pattern.compile("\\bvalue" + IS + VALUE + QUOTES + "," + QUOTES + NAMED, Pattern.CASE_INSENSITIVE));

  private final Set<String> names = new LinkedHashSet<>();
  private String memberBefore = "";
  private String textBefore = "";

  private NamedDatabases() {}

  /** As written, each once, at most ten. */
  static List<String> in(JsonTree event) {
    NamedDatabases found = new NamedDatabases();
    event.eachText(found::read);
    return found.names.stream().limit(MOST).toList();
  }

  /** The same in plain words. */
  static List<String> in(String text) {
    NamedDatabases found = new NamedDatabases();
    found.read("", text);
    return found.names.stream().limit(MOST).toList();
  }

  private void read(String member, String text) {
    if (names.size() >= MOST) {
      return;
    }
    ARN.matcher(text).results().limit(MOST).forEach(arn -> names.add(arn.group()));
    ENDPOINT.matcher(text).results().limit(MOST).forEach(endpoint -> names.add(endpoint.group()));
    INSIDE.forEach(form -> form.matcher(text).results().limit(MOST).forEach(found -> names.add(found.group(1))));
    logGroup(text).ifPresent(names::add);
    if (MEMBER.matcher(member).matches()) {
      names.add(text.strip());
    }
    ofDimension(member, text);
    memberBefore = member;
    textBefore = text;
  }

  /** In a list of dimensions name and value are members of their own, in either order. */
  private void ofDimension(String member, String text) {
    if (member.equalsIgnoreCase("value") && memberBefore.equalsIgnoreCase("name") && MEMBER.matcher(textBefore).matches()) {
      names.add(text.strip());
    }
    if (member.equalsIgnoreCase("name") && memberBefore.equalsIgnoreCase("value") && MEMBER.matcher(text).matches()) {
      names.add(textBefore.strip());
    }
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
