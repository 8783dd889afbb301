package io.auroraresponder.lab.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.auroraresponder.incident.ScalingRange;
import io.auroraresponder.lab.account.BadFileException;
import io.auroraresponder.lab.account.World;
import io.auroraresponder.lab.postgres.SessionGroup;
import io.auroraresponder.lab.postgres.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncidentFileTest {
  private static final String HEAD =
      """
      title: rows are held
      world: {now: 2026-11-24T10:15:30Z, region: us-gov-west-1, account: "222233334444", clusters: {orders-db: {range: {min: 1, max: 8}, members: {w-1: writer}}}}
      event: {alarm: acu-high, cluster: orders-db, metric: ACUUtilization, threshold: 90, value: 99.5, at: "-2m"}
      """;

  private static IncidentFile parse(String more) {
    return IncidentFile.parse("somewhere/held-rows.yaml", HEAD + more);
  }

  private static void complains(String more, String... words) {
    assertThatThrownBy(() -> parse(more)).isInstanceOf(BadFileException.class).hasMessageContainingAll(words);
  }

  @Test
  void takesItsNameFromTheFileAndItsTimeFromTheWorld() {
    Script script = parse("expect: {}").script();

    assertThat(script.name()).isEqualTo("held-rows");
    assertThat(script.now()).isEqualTo(Instant.parse("2026-11-24T10:15:30Z"));
    assertThat(script.database()).isEqualTo(new Script.Database.Absent());
    assertThat(script.afterwards().time()).isZero();
  }

  @Test
  void writesAShortAlarmOutAsEventBridgeDeliversIt() {
    JsonObject event = JsonParser.parseString(parse("expect: {}").script().event()).getAsJsonObject();
    JsonObject detail = event.getAsJsonObject("detail");
    JsonObject state = detail.getAsJsonObject("state");
    JsonObject data = JsonParser.parseString(state.get("reasonData").getAsString()).getAsJsonObject();

    assertThat(event.get("detail-type").getAsString()).isEqualTo("CloudWatch Alarm State Change");
    assertThat(event.getAsJsonArray("resources").get(0).getAsString())
        .isEqualTo("arn:aws-us-gov:cloudwatch:us-gov-west-1:222233334444:alarm:acu-high");
    assertThat(state.get("timestamp").getAsString()).isEqualTo("2026-11-24T10:13:30.000+0000");
    assertThat(data.get("threshold").getAsDouble()).isEqualTo(90);
    assertThat(detail.getAsJsonObject("configuration").toString()).contains("\"dimensions\":{\"DBClusterIdentifier\":\"orders-db\"}");
  }

  @Test
  void readsSessionsWithTheirDefaults() {
    String yaml =
        """
        database:
          settings: {max_connections: "60"}
          idle: 4
          sessions:
            - {name: shop, count: 3, sql: [SELECT 1], repeat: true, every: 25ms, values: {id: "random(1, 9)"}, startedBefore: 4m}
        expect: {}
        """;

    Script.Database.Real real = (Script.Database.Real) parse(yaml).script().database();

    assertThat(real.workloads().getFirst().settings().values()).isEqualTo(Map.of("max_connections", "60"));
    SessionGroup shop = real.workloads().getFirst().sessions().getFirst();
    assertThat(shop.every()).isEqualTo(Duration.ofMillis(25));
    assertThat(shop.startedBefore()).isEqualTo(Duration.ofMinutes(4));
    assertThat(shop.values()).isEqualTo(Map.of("id", new SessionGroup.Drawn(1, 9)));
    assertThat(shop.user()).isEqualTo("app");
    assertThat(real.workloads().getFirst().sessions().getLast().count()).isEqualTo(4);
  }

  @Test
  void readsSeveralDatabasesOfOneServer() {
    String yaml =
        """
        database: {settings: {max_connections: "60"}}
        databases:
          shop: {setup: [SELECT 1]}
          travel: {extension: false, sessions: [{name: a, lastText: "<insufficient privilege>"}]}
        expect: {}
        """;

    Script.Database.Real real = (Script.Database.Real) parse(yaml).script().database();

    assertThat(real.first()).isEqualTo("postgres");
    assertThat(real.workloads()).extracting(Workload::database).containsExactly("shop", "travel");
    assertThat(real.workloads()).extracting(Workload::extension).containsExactly(true, false);
    assertThat(real.workloads().getFirst().settings().values()).isEqualTo(Map.of("max_connections", "60"));
    assertThat(real.workloads().getLast().sessions().getFirst().lastText()).isEqualTo("<insufficient privilege>");
    complains("database: refused\ndatabases: {shop: {}}\nexpect: {}", "'database' says that there is none");
    complains("database: {name: shop, setup: [SELECT 1]}\ndatabases: {shop: {}}\nexpect: {}", "there is a database shop already");
  }

  @Test
  void definesTheAlarmThatAnEventTellsOf() {
    World.Alarm alarm = parse("expect: {}").script().world().alarms().getFirst();
    World.Watch watch = alarm.watch().orElseThrow();

    assertThat(alarm.name()).isEqualTo("acu-high");
    assertThat(watch.metric()).isEqualTo("ACUUtilization");
    assertThat(watch.statistic()).isEqualTo("Maximum");
    assertThat(watch.threshold()).isEqualTo(90);
    assertThat(watch.missing()).isEqualTo(World.Missing.IGNORE);
  }

  @Test
  void readsWhatHappensAfterwardsInOrderOfTime() {
    String yaml =
        """
        then:
          for: 2h
          changes:
            - {at: 20m, event: again}
            - {at: 10m, range: {min: 0.5, max: 8, by: deploy}}
            - {at: 30m, clock: -2m}
            - {at: 31m, switch: stop}
        expect: {}
        """;

    Script.Afterwards afterwards = parse(yaml).script().afterwards();

    assertThat(afterwards.time()).isEqualTo(Duration.ofHours(2));
    assertThat(afterwards.changes())
        .containsExactly(
            new Script.Change.RangeSet(Duration.ofMinutes(10), "orders-db", 0.5, 8, "deploy"),
            new Script.Change.EventAgain(Duration.ofMinutes(20)),
            new Script.Change.ClockSet(Duration.ofMinutes(30), Duration.ofMinutes(-2)),
            new Script.Change.SwitchSet(Duration.ofMinutes(31), false));
  }

  @Test
  void readsSessionsThatBeginLater() {
    Script script =
        parse("then: {for: 2h, changes: [{at: 1h, cluster: orders-db, database: {sessions: [{name: shop, sql: SELECT 1}]}}]}\nexpect: {}\n")
            .script();

    assertThat(script.afterwards().changes()).singleElement().isInstanceOfSatisfying(Script.Change.SessionsBegin.class, begin -> {
      assertThat(begin.at()).isEqualTo(Duration.ofHours(1));
      assertThat(begin.cluster()).isEqualTo("orders-db");
      assertThat(begin.database().workloads().getFirst().sessions()).extracting(group -> group.name()).containsExactly("shop");
    });
    assertThat(script.hasSessions()).isTrue();
  }

  @Test
  void readsExpectationsOfTheFirstAndTheLastReport() {
    String yaml =
        """
        expect:
          cause: load-growth
          result: applied
          lease: given-back
          range: {min: 0.5, max: 8}
          never: [raise-min]
          last: {conditions: [range-reset]}
        """;

    Expectation expectation = parse(yaml).expectation();

    assertThat(expectation.first().cause()).contains("load-growth");
    assertThat(expectation.lease()).contains(Expectation.LeaseEnd.GIVEN_BACK);
    assertThat(expectation.range()).contains(ScalingRange.of(0.5, 8));
    assertThat(expectation.never()).containsExactly(Expectation.Never.RAISE_MIN);
    assertThat(expectation.last().map(Expectation.Answer::conditions).orElseThrow()).containsExactly("range-reset");
  }

  @Test
  void readsAnEventFromAFileBesideTheIncident(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("event.json"), "{\"a\":1}");
    Path file = Files.writeString(folder.resolve("x.yaml"), "title: x\nworld: {clusters: {}}\nevent: {file: event.json}\nexpect: {}\n");

    assertThat(IncidentFile.read(file).script().event()).isEqualTo("{\"a\":1}");
  }

  @Test
  void namesThePlaceOfAnUnknownKey() {
    complains("expect: {}\ndatabse: none", "somewhere/held-rows.yaml:5:1", "databse");
  }

  @Test
  void namesThePlaceAndTheKnownWordsOfAWrongOne() {
    complains("expect: {cause: load-grwth}", "held-rows.yaml:4:17", "load-growth", "load-grwth");
    complains("expect: {result: done}", "applied");
    complains("expect: {never: [explode]}", "modify");
    complains("expect: {}\ndatabase: asleep", "refused, silent, no-login, no-name");
    complains("expect: {}\ndatabase: {refuses: full}", "an SQLSTATE of five characters such as 28P01");
    complains("expect: {severity: bad}", "critical, info, ok, warning");
    complains("expect: {runbook: magic}", "backup, capacity, connectivity, scaling, slow-queries");
    complains("expect: {last: {changes: 1}}", "unknown key 'changes'");
  }

  @Test
  void saysWhatIsMissing() {
    complains("expect: {noReport: true, cause: healed}", "no report is expected");
    complains("expect: {lookMemory: much}", "a size such as 512kB, 20MB or 1GB");
    complains("expect: {}\nthen: {changes: []}", "for");
    complains("expect: {}\ndatabase: {sessions: [{sql: [SELECT 1]}]}", "name");
  }

  @Test
  void refusesValuesOfTheWrongKind() {
    complains("expect: {}\ndatabase: {sessions: [{name: a, count: many}]}", "a number of sessions", "many");
    complains("expect: {}\ndatabase: {sessions: [{name: a, values: {id: 7}}]}", "random(1, 1000)");
    complains("expect: {}\ndatabase: {sessions: [{name: a, values: {id: \"random(9, 1)\"}}]}", "random(1, 1000)");
    complains("expect: {}\ndatabase: {sessions: [{name: a, hold: true, repeat: true}]}", "hold");
    complains("expect: {}\nthen: {for: soon}", "a length of time");
    complains("expect: {}\nthen: {for: 1h, changes: [{at: 1m}]}", "one of range, tags, rename, switchOver, operator, event");
  }
}
