package io.auroraresponder.intake;

import io.auroraresponder.incident.Signal;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Messages that are sentences: the first message of an RDS subscription, AWS Backup's notes, anything that people write to a topic. */
final class WordsReader {
  private static final Pattern RESOURCE = Pattern.compile("Resource ARN\\s*:\\s*(arn:\\S+)", Pattern.CASE_INSENSITIVE);
  private static final Pattern JOB = Pattern.compile("(?:Backup|Copy) ?Job ID\\s*:\\s*([0-9A-Za-z-]+)", Pattern.CASE_INSENSITIVE);
  private static final int LONGEST = 16_384;

  private WordsReader() {}

  static ParsedEvent read(Unwrapped.Words words, ReceivedEvent arrival) {
    String text = words.text().substring(0, Math.min(words.text().length(), LONGEST));
    if (text.startsWith("Amazon RDS will try to deliver event notifications")) {
      return unusable(arrival, text, "sns-rds-test", IntakeReason.TEST_MESSAGE, "the first message of an RDS event subscription");
    }
    if (text.contains("AWS Backup") && (RESOURCE.matcher(text).find() || JOB.matcher(text).find())) {
      return backup(text, words.envelope(), arrival);
    }
    if (words.forPeople()) {
      return inPlainWords(text, words.envelope(), arrival);
    }
    return unusable(arrival, text, "unreadable", IntakeReason.MALFORMED, "plain text where a JSON event was expected");
  }

  private static ParsedEvent inPlainWords(String text, Unwrapped.Envelope envelope, ReceivedEvent arrival) {
    String what = "a message in plain words";
    List<String> databases = NamedDatabases.in(text);
    return databases.isEmpty() ? unusable(arrival, text, "sns-text", IntakeReason.PLAIN_TEXT, what)
        : arrival.unread(
            "sns-text", what + (envelope.topicArn().isEmpty() ? "" : " from " + CleanText.name(envelope.topicArn())),
            IntakeReason.PLAIN_TEXT, databases);
  }

  private static ParsedEvent backup(String text, Unwrapped.Envelope envelope, ReceivedEvent arrival) {
    String state = envelope.attribute("State").isEmpty() ? state(text.toLowerCase(Locale.ROOT)) : envelope.attribute("State");
    String job = envelope.attribute("Id").isEmpty() ? first(JOB, text) : envelope.attribute("Id");
    String resource = first(RESOURCE, text).replaceFirst("[.,;)]+$", "");
    Signal signal =
        arrival.signal("sns-backup-job", BackupJobParser.key(job, state, arrival), "AWS Backup job " + job,
        BackupJobParser.inWords(CleanText.name(state), text), arrival.now());
    AccountRegion origin = Arn.parse(envelope.topicArn()).map(Arn::place).orElse(AccountRegion.UNKNOWN);
    return new ParsedEvent.Backup(signal, origin, CleanText.name(job), resource, "", CleanText.name(state), signal.reason());
  }

  private static String state(String text) {
    if (text.contains("fail")) {
      return "FAILED";
    }
    if (text.contains("expired")) {
      return "EXPIRED";
    }
    if (text.contains("abort") || text.contains("stopped") || text.contains("cancel")) {
      return "ABORTED";
    }
    return text.contains("completed") || text.contains("success") ? "COMPLETED" : "UNKNOWN";
  }

  private static String first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : "";
  }

  private static ParsedEvent unusable(ReceivedEvent arrival, String text, String shape, IntakeReason reason, String why) {
    String message = arrival.envelope().messageId();
    String key = EventKey.of(shape, message.isEmpty() ? text : message);
    Signal signal = arrival.signal(shape, key, shape, text, arrival.now());
    return new ParsedEvent.Unusable(signal, AccountRegion.UNKNOWN, reason, why);
  }
}
