package io.auroraresponder.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Gap;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.Severity;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MailTextTest {
  private static final Report.Place PLACE =
      new Report.Place("orders-db-instance-1", "orders-db-instance-1.abc.eu-west-1.rds.amazonaws.com", 5432, "orders");

  private static Message mail(Report report) {
    return MailText.of(Notification.of(report), Optional.empty());
  }

  @Test
  void aRaiseIsToldAboveEverythingElseWithEntryUndoAndStop() {
    Message mail = mail(Reports.applied());

    assertThat(mail.subject()).isEqualTo("CRITICAL orders-db is out of capacity: 8 ACU for 6 minutes, 31 sessions at work");
    assertThat(mail.body())
        .isEqualTo(
            """
            orders-db, eu-west-1, 111122223333. Seen at 10:15:40 UTC, 6 min after alarm orders-db-acu-high.

            IMPACT
            requests queue.

            RESPONDER
            max raised 8 → 12 ACU until 14:15 UTC.
            Ledger entry 12, hash 9c41d2aa90bb1177e2.
            Nothing for you to do yet. To end it by hand:
            to undo:
            responder undo lease-7f3a
            to stop all changes:
            responder stop
            No look follows by itself: the next alarm, event or schedule of the cluster brings one.

            CAUSE load-growth

            EVIDENCE
            Found since 10:09 UTC: at the ceiling for 6 minutes.
            Not checked: performance insights (off for orders-db-instance-1).
            To check it: turn on: aws rds modify-db-instance --db-instance-identifier orders-db-instance-1 --enable-performance-insights
            1 check clear: lock waits.

            orders-db in the console https://eu-west-1.console.aws.amazon.com/rds/home?region=eu-west-1#x
            Incident orders-db-7f3a.
            """);
  }

  @Test
  void whereNothingWasChangedTheStepsComeFirstEachWithItsWholeCommand() {
    String body = mail(Reports.refused()).body();

    assertThat(body)
        .containsSubsequence(
            "IMPACT\ncheckouts hang.\n", "CAUSE lock-pileup\nAlso: load-growth.\n",
            "DO\nend the blocker, then expect about 6 ACU. Its open transaction is rolled back",
            "\nSELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = 8123",
            "RESPONDER\nraising max: waiting sessions use no CPU, so more capacity would not help.\n")
        .doesNotContain("Ledger entry", "lock-pileup does not support raising max");
  }

  @Test
  void theCauseIsAChainOfActorsAndSqlHasItsPlace() {
    Report refused = Reports.refused();
    Report.Verdict old = refused.verdict();
    Fact pid = Fact.count("sql/lock_waits.sql", Reports.NOW, 8123, "");
    Report.Verdict verdict =
        new Report.Verdict(old.headline(), old.impact(), old.severity(), old.cause(), List.of(),
            List.of(Phrase.of("billing-export (pid {}) has had a transaction open", pid), Phrase.of("The deploy waits for it.")), PLACE);
    Finding blocked = refused.findings().getFirst().finding().with(Advice.of("Set lock_timeout for deploys."));

    String body =
        mail(Reports.parts(verdict, List.of(blocked), List.of(), refused.plan(), refused.decision()).of(Reports.incident())).body();

    assertThat(body)
        .contains("""
            CAUSE lock-pileup
            1. billing-export (pid 8123) has had a transaction open.
            2. The deploy waits for it.

            DO
            psql "host=orders-db-instance-1.abc.eu-west-1.rds.amazonaws.com dbname=orders"
            a) end the blocker, then expect about 6 ACU. Its open transaction is rolled back""")
        .contains("\nb) Set lock_timeout for deploys.\n");
  }

  @Test
  void aReasonThatKeptSeveralChecksFromBeingMadeStandsOnceAndNotWhereTheHeadlineSaysIt() {
    Phrase refused = Phrase.of("nothing listens at the endpoint");
    List<Gap> gaps =
        List.of(new Gap("LockWaits", refused, Phrase.EMPTY), new Gap("TransactionIds", refused, Phrase.EMPTY),
            new Gap("Cpu", Phrase.of("no data points"), Phrase.EMPTY));
    Report.Decision decision = Reports.decision("act", "refused", "", Phrase.of("not proven"), List.of());

    String apart = mail(Reports.parts(Reports.unread().verdict(), List.of(), gaps, Optional.empty(), decision).of(Reports.incident()))
        .body();
    Report.Verdict saysIt =
        new Report.Verdict(Phrase.of("orders-db cannot be reached: nothing listens at the endpoint"), Phrase.EMPTY, Severity.CRITICAL,
            "unreachable", List.of());
    String once = mail(Reports.parts(saysIt, List.of(), gaps, Optional.empty(), decision).of(Reports.incident())).body();

    assertThat(apart).contains(
        "Not checked: lock waits, transaction IDs (nothing listens at the endpoint).\nNot checked: CPU (no data points).");
    assertThat(once).contains("Not checked: lock waits, transaction IDs.\n").doesNotContain("(nothing listens");
  }

  @Test
  void refusedRaisesAreNewsOnlyWhereTheSignalIsAboutCapacity() {
    var capacity = Reports.refused();
    var other = capacity.incident();
    var slow = new io.auroraresponder.incident.Incident(other.id(), other.key(), other.cluster(), other.account(), other.region(),
        "slow-queries", other.member(), other.role(), other.openedAt(), other.signal());
    Report asked =
        new Report(slow, capacity.state(), capacity.cluster(), capacity.verdict(), capacity.findings(), capacity.gaps(), capacity.facts(),
            capacity.plan(), capacity.decision(), Optional.empty(), capacity.links(), capacity.timing());

    assertThat(mail(capacity).body()).contains("RESPONDER\nraising max");
    assertThat(mail(asked).body()).doesNotContain("raising max");
  }

  @Test
  void theNextLookAndTheOwnerAreNamed() {
    Instant next = Reports.NOW.plus(Duration.ofMinutes(15));
    Report once = Reports.refused().lookingAgain(new Report.NextLook(next, Optional.empty()));
    Report standing = Reports.refused().lookingAgain(new Report.NextLook(next, Optional.of(Reports.NOW.plus(Duration.ofHours(4)))));

    assertThat(mail(once).body()).contains("Next look 10:30 UTC.\n");
    assertThat(mail(standing).body().replace('\n', ' '))
        .contains("Next look 10:30 UTC, or when the alarm changes. You hear of it only if something changes, or at 14:15 UTC.");
  }

  @Test
  void longAlarmNameGivesAnAsciiSubjectAndStandsInFullInTheBody() {
    String name = "Bestell-Datenbank – Kapazität über 90 %";
    Report applied = Reports.applied();
    Report report =
        new Report(
            Reports.incident(name, "Zeile 1\nZeile 2"), applied.state(), applied.cluster(), applied.verdict(), applied.findings(),
            applied.gaps(), applied.facts(), applied.plan(), applied.decision(), Optional.empty(), applied.links(), applied.timing());

    assertThat(mail(report).subject()).matches("[\\x20-\\x7e]{1,99}");
    assertThat(mail(report).body()).contains("after alarm " + name);
  }

  @Test
  void aHeadlineThatDoesNotFitTheSubjectOpensTheBody() {
    Report.Verdict verdict =
        new Report.Verdict(Phrase.of("orders-db " + "is slow ".repeat(20).strip()), Phrase.EMPTY, Severity.CRITICAL, "cpu-short",
        List.of());
    Report.Decision decision = Reports.decision("act", "refused", "", Phrase.of("not proven"), List.of());

    Message mail = mail(Reports.parts(verdict, List.of(), List.of(), Optional.empty(), decision).of(Reports.incident()));

    assertThat(mail.subject()).hasSizeLessThan(100).endsWith("...");
    assertThat(mail.body().replace('\n', ' ')).startsWith("CRITICAL orders-db " + "is slow ".repeat(20).strip());
  }

  @Test
  void tooMuchLosesTheEndOfTheLeastImportantAndSaysSo() {
    List<Finding> many =
        IntStream.range(0, 300)
            .mapToObj(i ->
                Finding.of("Check" + i, Severity.WARNING, Phrase.of("größer 😀 als erlaubt".repeat(1 + i % 3) + " in Check" + i),
                    Phrase.EMPTY,
                    Phrase.EMPTY, Reports.BEGAN))
            .toList();
    Report applied = Reports.applied();

    String body = mail(Reports.parts(applied.verdict(), many, List.of(), applied.plan(), applied.decision()).of(Reports.incident())).body();

    assertThat(body.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(4096);
    assertThat(body.lines()).hasSizeLessThanOrEqualTo(45);
    assertThat(body).contains("Left out here, and in the report: evidence.", "responder undo lease-7f3a", "Incident orders-db-7f3a.");
  }

  @Test
  void sameReportSentTwiceHasTheSameKeyAndAnotherResultAnother() {
    Message once = mail(Reports.applied());
    Message other = mail(Reports.observed());

    assertThat(mail(Reports.applied()).dedupKey()).isEqualTo(once.dedupKey()).isNotEqualTo(other.dedupKey());
    assertThat(once.threadKey()).isEqualTo(other.threadKey());
  }

  @Test
  void newsOfALeaseHaveTheSameFormAndThread() {
    Fact held = Fact.count("ledger", Reports.NOW, 86, "minutes");
    News news =
        new News(
            "orders-db", "111122223333/eu-west-1/orders-db", "given back", Severity.INFO,
            Phrase.of("orders-db: back at its former range after {}", held), Reports.NOW.minusSeconds(60),
            List.of(new Advice(Phrase.of("Stop all changes"), Phrase.of("responder stop"))), 15, "ab12cd");

    Message mail = MailText.of(Notification.of(news), Optional.empty());

    assertThat(mail.subject()).isEqualTo("GIVEN BACK orders-db: back at its former range after 86 minutes");
    assertThat(mail.body())
        .isEqualTo(
            """
            orders-db. Seen at 10:14:40 UTC.

            RESPONDER
            Ledger entry 15, hash ab12cd.
            Nothing for you to do yet.
            Stop all changes:
            responder stop
            No look follows by itself: the next alarm, event or schedule of the cluster brings one.

            Incident 111122223333/eu-west-1/orders-db.
            """);
    assertThat(mail.threadKey()).isEqualTo(mail(Reports.applied()).threadKey());
    assertThat(UnexplainedNumbers.in(mail.whole(), List.of(held), List.of(news.cluster(), news.incidentKey()))).isEmpty();
  }

  @Test
  void nameWithAnAddressGivesNoLinkToClick() {
    Phrase name = Phrase.of("application https://evil.example/pay asks www.evil.example");
    Finding finding = Finding.of("Clients", Severity.WARNING, name, name, Phrase.EMPTY, Reports.BEGAN);
    Report report = Reports.parts(Reports.applied().verdict(), List.of(finding), List.of(), Optional.empty(),
        Reports.decision("act", "not-needed", "", Phrase.EMPTY, List.of())).of(Reports.incident());

    assertThat(mail(report).body()).contains("application https[:]//evil.example/pay asks www[.]evil.example")
        .doesNotContain("https://evil", "www.evil");
  }

  @Test
  void showsTheTimeOfTheLookWhereItsReadersAre() {
    Message mail = MailText.of(Notification.of(Reports.refused()), Optional.of(ZoneId.of("Europe/Berlin")));

    assertThat(mail.body()).containsPattern("Seen at \\d\\d:\\d\\d:\\d\\d UTC \\(\\d\\d:\\d\\d:\\d\\d in Europe/Berlin\\)");
    assertThat(MailText.of(Notification.of(Reports.refused()), Optional.empty()).body()).doesNotContain("Berlin");
  }
}
