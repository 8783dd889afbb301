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

  @Test
  void whoeverIsNamedIsToldOf() {
    Finding whole = waits().at(ORDERS);
    Finding stranger = Finding.of("Horizon", Severity.INFO, Phrase.of("pid 7 (idle for 5 min) is there, database orders, and runs: x"),
        Phrase.EMPTY, Phrase.EMPTY, Reports.NOW);
    Finding mute = Finding.of("Horizon", Severity.INFO, Phrase.of("pid 7 (idle for 5 min, application shop, database orders)"),
        Phrase.EMPTY, Phrase.EMPTY, Reports.NOW);
    Finding unseen = Finding.of("Horizon", Severity.INFO, Phrase.of("pid 8 (application and address not visible to the login)"),
        Phrase.EMPTY, Phrase.EMPTY, Reports.NOW);

    assertThat(Unactionable.in(report(whole, stranger))).singleElement().asString().contains("whose session pid 7 is");
    assertThat(Unactionable.in(report(whole, mute))).hasSize(1);
    assertThat(Unactionable.in(report(whole, stranger, mute))).as("one sentence says what the other does not").isEmpty();
    assertThat(Unactionable.in(report(whole, unseen))).isEmpty();
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
