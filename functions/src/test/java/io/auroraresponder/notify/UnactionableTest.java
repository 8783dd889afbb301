package io.auroraresponder.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.auroraresponder.incident.Advice;
import io.auroraresponder.incident.Effect;
import io.auroraresponder.incident.Fact;
import io.auroraresponder.incident.Finding;
import io.auroraresponder.incident.Phrase;
import io.auroraresponder.incident.Report;
import io.auroraresponder.incident.Severity;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnactionableTest {
  private static final Report.Place ORDERS = new Report.Place("orders-db-1", "orders-db-1.example.internal", 5432, "orders");
  private static final Report.Place TRAVEL = ORDERS.within("travel");
  private static final Fact WAITING = Fact.count("probe orders-db-1 sessions blocked", Reports.NOW, 9, "sessions");

  private static Finding waits() {
    return Finding.of("BlockerTree", Severity.CRITICAL, Phrase.of("{} wait", WAITING), Phrase.EMPTY, Phrase.EMPTY, Reports.NOW)
        .with(new Advice(Phrase.of("End it:"), Phrase.of("SELECT 1 WHERE 1 <> 2 AND a.x < b.y;"), "orders"));
  }

  private static Report report(Finding... findings) {
    Report.Verdict verdict =
        new Report.Verdict(Phrase.of("orders-db hangs"), Phrase.EMPTY, Severity.CRITICAL, "lock-pileup", List.of(), List.of(), ORDERS);
    Finding cost = Finding.of(Finding.LOOK_COST, Severity.OK, Phrase.of("a look"), Phrase.EMPTY, Phrase.EMPTY, Reports.NOW).at(ORDERS);
    return Reports.parts(verdict, Stream.concat(Stream.of(findings), Stream.of(cost))
        .toList(), List.of(), Optional.empty(), Reports.decision("act", "refused", "", Phrase.EMPTY, List.of())).of(Reports.incident());
  }

  @Test
  void whatSaysWhereItIsAndWhatToRunKeepsTheLaw() {
    assertThat(Unactionable.in(report(waits().at(TRAVEL)))).isEmpty();
  }

  @Test
  void whatComesOutOfADatabaseSaysOfWhichInstanceAndDatabase() {
    assertThat(Unactionable.in(report(waits().at(ORDERS.within("")))))
        .containsExactly("BlockerTree comes out of a database and does not say which");
    assertThat(Unactionable.in(report(waits()))).hasSize(1);
  }

  @Test
  void noCommandWaitsToBeCompleted() {
    Finding finding = waits().at(ORDERS).with(new Advice(Phrase.of("For good:"), Phrase.of("ALTER ROLE <application role> SET x = 1;")));

    assertThat(Unactionable.in(report(finding)))
        .containsExactly("the command has a place to be filled: ALTER ROLE <application role> SET x = 1;");
  }

  @Test
  void whatChangesSomethingSaysWhatItCostsWhomAndWhenNotTo() {
    Finding finding = waits().at(ORDERS).with(
        new Advice(Phrase.of("Restart it:"), Phrase.of("aws rds reboot-db-instance --db-instance-identifier o-1 --region eu-west-1"))).with(
        new Advice(Phrase.of("Empty it:"), Phrase.of("TRUNCATE orders;")));

    assertThat(Unactionable.in(report(finding))).containsExactly("nobody is told what it costs, and when not to: TRUNCATE orders;");
    assertThat(MailText.of(Notification.of(report(finding)), Optional.empty()).whole())
        .contains("Restart it. All its sessions end, and it is away for about a minute; not at a busy hour.");
  }

  @Test
  void whatReadsAloneSaysNothingOfTheKind() {
    for (String command : List.of("SELECT pid FROM pg_stat_activity;", "EXPLAIN SELECT 1;", "./responder changes --aws",
        "aws rds describe-db-clusters --region eu-west-1", "aws lambda invoke --function-name f:live --payload '{\"cluster\":\"o\"}' x")) {
      assertThat(Effect.isKnown(command)).as(command).isTrue();
      assertThat(Effect.of(command)).as(command).isEmpty();
    }
    assertThat(Effect.of("SELECT pg_terminate_backend(1)")).contains(Effect.TERMINATE);
    assertThat(Effect.isKnown("aws rds delete-db-cluster --db-cluster-identifier o")).isFalse();
  }

  @Test
  void theSecondOfAKindDoesNotSayItAgain() {
    Finding finding = waits().at(ORDERS).with(
        new Advice(Phrase.of("First:"), Phrase.of("SELECT pg_cancel_backend(1);"))).with(
        new Advice(Phrase.of("Then:"), Phrase.of("SELECT pg_cancel_backend(2);")));
    String mail = MailText.of(Notification.of(report(finding)), Optional.empty()).whole();

    assertThat(mail).containsOnlyOnce("Its client gets an error").contains("Then:");
  }

  @Test
  void aCommandForAwsNamesItsRegionAndAFunctionItsAlias() {
    Finding finding = waits().at(ORDERS).with(
        new Advice(Phrase.of("See:"), Phrase.of("aws lambda invoke --function-name f --payload '{\"cluster\":\"o\"}' x --region r")));

    assertThat(Unactionable.in(report(finding))).singleElement().asString().startsWith("the command names no alias: ");
  }

  @Test
  void whatWakesSomebodyHasACommand() {
    Finding finding = Finding.of("Ceiling", Severity.CRITICAL, Phrase.of("full"), Phrase.EMPTY, Phrase.EMPTY, Reports.NOW);

    assertThat(Unactionable.in(report(finding))).containsExactly("nobody is told a command for Ceiling");
  }

  private static Finding sessions(String words) {
    return Finding.of("Horizon", Severity.INFO, Phrase.of(words), Phrase.EMPTY, Phrase.EMPTY, Reports.NOW).at(ORDERS);
  }

  private static Finding loggedIn(Finding finding, int pid) {
    Fact login = Fact.word("probe orders-db-1 login of pid " + pid, Reports.NOW, "app@10.0.0.8");
    return new Finding(finding.check(), finding.severity(), finding.summary().and(", ", Phrase.of("{}", login)), finding.observed(),
        finding.threshold(), finding.since(), finding.advice(), finding.place());
  }

  @Test
  void whoeverIsNamedIsToldOf() {
    Finding whole = waits().at(ORDERS);
    Finding stranger = sessions("pid 7 (idle for 5 min) is there, database orders, and runs: x");
    Finding mute = loggedIn(sessions("shop (pid 7, idle for 5 min, database orders)"), 7);
    Finding unseen = sessions("pid 8 (application and address not visible to the login)");

    assertThat(Unactionable.in(report(whole, stranger))).singleElement().asString().contains("whose session pid 7 is");
    assertThat(Unactionable.in(report(whole, mute))).hasSize(1);
    assertThat(Unactionable.in(report(whole, stranger, mute))).as("one sentence says what the other does not").isEmpty();
    assertThat(Unactionable.in(report(whole, unseen))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "shop (pid 7, database orders), last statement: x",
      "pid 7 (idle for 5 min, database orders), last statement: x",
      "shop (pid 7, idle for 5 min), last statement: x",
      "shop (pid 7, idle for 5 min, database orders)",
      "9 sessions behind shop (pid 7, idle for 5 min, database orders), last statement: x"})
  void eachThingThatASessionIsKnownByIsMissed(String words) {
    assertThat(Unactionable.in(report(waits().at(ORDERS), loggedIn(sessions(words), 7)))).hasSize(1);
  }

  @Test
  void aLoginIsMissedAndSoIsTheInstance() {
    Finding finding = sessions("9 sessions behind shop (pid 7, idle for 5 min, database orders), which holds x, last statement: x");
    Report report = report(waits().at(ORDERS), loggedIn(finding, 7));
    Report.Verdict before = report.verdict();
    Report.Verdict nowhere = new Report.Verdict(
        before.headline(), before.impact(), before.severity(), before.cause(), before.otherCauses(), before.chain(), Report.Place.UNKNOWN);

    assertThat(Unactionable.in(report)).isEmpty();
    assertThat(Unactionable.in(report(waits().at(ORDERS), finding))).singleElement().asString().contains("whose session pid 7 is");
    assertThat(Unactionable.in(Reports.parts(nowhere, List.of(loggedIn(finding, 7)), List.of(), Optional.empty(),
        Reports.decision("act", "refused", "", Phrase.EMPTY, List.of())).of(Reports.incident())))
        .contains("nobody is told on which instance the sessions are");
  }

  @Test
  void nobodyIsToldToEndAutovacuum() {
    for (String words : List.of("autovacuum (pid 7, active for 5 min, database orders), runs: x",
        "autovacuum of public.t, pid 7 for 9 min, 40 % done, against wraparound, database orders")) {
      Finding finding = sessions(words)
          .with(new Advice(Phrase.of("End it:"),
              Phrase.of("SELECT pg_cancel_backend(a.pid) FROM pg_stat_activity a WHERE a.pid = 7 AND true;")));

      assertThat(Unactionable.in(report(waits().at(ORDERS), finding))).singleElement().asString().contains("pid 7 is autovacuum");
    }
  }

  @Test
  void aMessageOfTwoDatabasesSaysWhichIsWhich() {
    Finding other =
        Finding.of("InvalidIndexes", Severity.WARNING, Phrase.of("an invalid index"), Phrase.EMPTY, Phrase.EMPTY, Reports.NOW)
            .with(new Advice(Phrase.of("Drop it:"), Phrase.of("DROP INDEX CONCURRENTLY public.i;"), "travel")).at(TRAVEL);
    String mail = MailText.of(Notification.of(report(waits().at(ORDERS), other)), Optional.empty()).whole();

    assertThat(mail).contains("Found: an invalid index, in database travel.", "Drop it, in database travel.");
    assertThat(mail).contains("dbname=orders", "End it:", "Found: 9 sessions wait.");
  }

  @Test
  void whoPastesTheFirstSqlIsConnectedToItsDatabase() {
    Finding other =
        Finding.of("InvalidIndexes", Severity.WARNING, Phrase.of("an invalid index"), Phrase.EMPTY, Phrase.EMPTY, Reports.NOW)
            .with(new Advice(Phrase.of("Drop it:"), Phrase.of("DROP INDEX CONCURRENTLY public.i;"), "travel")).at(TRAVEL);
    Report report = report(other);
    String mail = MailText.of(Notification.of(report), Optional.empty()).whole();

    assertThat(mail).contains("dbname=travel", "Drop it.");
    assertThat(ReportJson.tree(report).getAsJsonObject("instruction").getAsJsonObject("target").get("database").getAsString())
        .isEqualTo("travel");
    assertThat(MailText.of(Notification.of(report).shown(Details.NONE), Optional.empty()).whole()).doesNotContain("dbname");
  }

  @Test
  void sqlOfAnotherInstanceIsRunThere() {
    Report.Place reader = new Report.Place("orders-db-2", "orders-db-2.example.internal", 5432, "");
    Finding full = Finding.of("LocalStorage", Severity.CRITICAL, Phrase.of("full"), Phrase.EMPTY, Phrase.EMPTY, Reports.NOW)
        .with(new Advice(Phrase.of("See what spills:"), Phrase.of("SELECT 1;"))).at(reader);

    assertThat(MailText.of(Notification.of(report(full)), Optional.empty()).whole())
        .contains("psql \"host=orders-db-2.example.internal dbname=orders\"", "See what spills:", "Found: full, on orders-db-2.");
    assertThat(MailText.of(Notification.of(report(waits().at(ORDERS), full)), Optional.empty()).whole())
        .contains("psql \"host=orders-db-1.example.internal dbname=orders\"", "See what spills, on orders-db-2:");
  }
}
