package io.auroraresponder.fuzz;

import com.google.gson.JsonParseException;
import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Gap;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Reading;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.incident.Severity;
import io.auroraresponder.intake.IntakeBatch;
import io.auroraresponder.intake.IntakeResult;
import io.auroraresponder.intake.Samples;
import io.auroraresponder.ledger.RecordJson;
import io.auroraresponder.ledger.RecordJsonTest;
import io.auroraresponder.notify.MailLaws;
import io.auroraresponder.notify.MailText;
import io.auroraresponder.notify.Notification;
import io.auroraresponder.notify.Reports;
import io.auroraresponder.notify.Story;
import io.auroraresponder.notify.page.PageLaws;
import io.auroraresponder.notify.page.ReportPage;
import io.auroraresponder.notify.slack.SlackLaws;
import io.auroraresponder.policy.HardLimits;
import io.auroraresponder.policy.Policy;
import io.auroraresponder.postgres.Redaction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The laws of each target. Bytes are UTF-8, wrong ones included; several texts are lines. */
final class Inputs {
  private static final String SECRET = "hunter2secret";
  private static final String RESOURCE = "cluster-ABC";
  private static final HardLimits LIMITS = HardLimits.DEFAULTS;
  private static final List<Class<?>> RECORDS = RecordJsonTest.stored().toList();
  private static final Pattern LINES = Pattern.compile("\n");
  private static final int MOST_TEXTS = 8;

  private Inputs() {}

  /** Any event is answered, twice the same way, in words of one line. */
  static void intake(byte[] bytes) {
    IntakeBatch first = Samples.intake().read(bytes, Samples.ANY);
    hold(!first.results().isEmpty(), "an event without an answer");
    for (IntakeResult result : first.results()) {
      hold(isOneLine(result.signal().source()), "a source of several lines");
      hold(isOneLine(result.signal().reason()), "a reason of several lines");
      hold(!result.signal().id().isEmpty(), "an event without a key");
    }
    List<String> again = Samples.intake().read(bytes, Samples.ANY).results().stream().map(result -> result.signal().id()).toList();
    hold(again.equals(first.results().stream().map(result -> result.signal().id()).toList()), "an event of two keys");
  }

  /** Whatever stands before it, a literal is not shown; what is shown is one line. */
  static void redaction(byte[] bytes) {
    String text = text(bytes);
    hold(isOneLine(Redaction.of(text)), "a statement of several lines");
    // Between double quotes anything is a name.
    if (text.indexOf('"') < 0 && !text.contains(SECRET)) {
      for (String literal : List.of(" '" + SECRET + "'", "\n'" + SECRET, ",E'\\'" + SECRET + "'", " $q$" + SECRET + "$q$",
          " /* " + SECRET)) {
        hold(!Redaction.of(text + literal).contains(SECRET), "a literal is shown");
      }
    }
  }

  /** Tags only make limits stricter; a cluster is changed only where a tag names it and nothing was misunderstood. */
  static void policy(byte[] bytes) {
    Map<String, String> tags = new TreeMap<>();
    LINES.splitAsStream(text(bytes)).forEach(line -> {
      int equals = line.indexOf('=');
      tags.put("aurora-responder:" + (equals < 0 ? line : line.substring(0, equals)), equals < 0 ? "" : line.substring(equals + 1));
    });
    Policy policy = Policy.read(cluster(tags), LIMITS);
    hold(policy.maxAcu() <= LIMITS.maxAcu() && policy.minAcu() <= LIMITS.minAcu() && policy.step() <= LIMITS.step(), "a wider limit");
    hold(policy.lease().compareTo(LIMITS.lease()) <= 0 && policy.cooldown().compareTo(LIMITS.cooldown()) >= 0, "a longer raise");
    hold(policy.budgetAcuHours() <= LIMITS.budgetAcuHours() && policy.ratePerDay() <= LIMITS.ratePerDay(), "a larger budget");
    boolean named = RESOURCE.equals(tags.getOrDefault("aurora-responder:cluster", "").strip());
    hold(policy.mode() != Policy.Mode.ACT || (named && policy.troubles().isEmpty()), "acting on a cluster that no tag names");
    hold(policy.troubles().isEmpty() || policy.mode().atMost(Policy.Mode.OBSERVE) == policy.mode(),
        "acting by tags that were not understood");
  }

  /** The first byte chooses the record. What is read is written and read again as the same; all else is refused in one way. */
  static void records(byte[] bytes) {
    if (bytes.length == 0) {
      return;
    }
    Class<?> type = RECORDS.get(Math.floorMod(bytes[0] - '0', RECORDS.size()));
    Object read;
    try {
      read = RecordJson.read(text(Arrays.copyOfRange(bytes, 1, bytes.length)), type);
    } catch (JsonParseException refused) {
      return;
    }
    hold(RecordJson.read(RecordJson.write(read), type).equals(read), "a record that is read as another one");
  }

  /** Whatever the texts of a report, mail and message keep their form, and a page shows them as text. */
  static void rendering(byte[] bytes) {
    List<String> texts = LINES.splitAsStream(text(bytes)).limit(MOST_TEXTS).toList();
    Report report = report(texts);
    List<String> complaints = new java.util.ArrayList<>(MailLaws.complaintsOfForm(MailText.of(Notification.of(report), Optional.empty())));
    complaints.addAll(SlackLaws.complaints(Story.of(report)));
    complaints.addAll(PageLaws.complaints(ReportPage.of(Story.of(report))));
    hold(complaints.isEmpty(), String.join("; ", complaints));
  }

  private static Report report(List<String> texts) {
    Fact name = Fact.word("sql/activity.sql", Reports.NOW, texts.size() > 1 ? texts.get(1) : "app");
    Finding finding =
        Finding.of("LockWaits", Severity.CRITICAL, Phrase.of("{} waits", name), phrase(texts, 2), phrase(texts, 3), Reports.BEGAN);
    Report.Verdict verdict = new Report.Verdict(phrase(texts, 0), phrase(texts, 4), Severity.CRITICAL, "load-growth",
        List.of("cold-cache"));
    Report.Decision decision = Reports.decision("act", "refused", "", phrase(texts, 5), List.of());
    Gap gap = new Gap("Probe", phrase(texts, 6), phrase(texts, 7));
    return Reports.parts(verdict, List.of(finding), List.of(gap), Optional.empty(), decision)
        .of(Reports.incident("alarm " + verdict.headline().text(), decision.summary().text()));
  }

  private static Phrase phrase(List<String> texts, int which) {
    return new Phrase(which < texts.size() ? texts.get(which) : "words", List.of());
  }

  private static ClusterState cluster(Map<String, String> tags) {
    return new ClusterState(
        new ClusterId("orders-db"), "arn:aws:rds:eu-west-1:111122223333:cluster:orders-db", RESOURCE, "111122223333", "eu-west-1",
        "aurora-postgresql", "16.6", "provisioned", "available", Reading.known(ScalingRange.of(0.5, 8), Reports.NOW), List.of(),
        Reading.known(tags, Reports.NOW), "aurora", "3", Reading.unavailable("not looked up"), "", 5432, List.of(), Reports.NOW);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static boolean isOneLine(String text) {
    return text.chars().noneMatch(c -> c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == '\u2028' || c == '\u2029');
  }

  private static void hold(boolean law, String broken) {
    if (!law) {
      throw new AssertionError(broken);
    }
  }
}
