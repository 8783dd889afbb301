package io.auroraresponder.lab.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auroraresponder.incident.ScalingRange;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorldFileTest {
  private static final String FULL =
      """
      account: "444455556666"
      region: eu-central-1
      now: 2026-11-24T10:15:30Z
      pageSize: 2
      metricDelay: 60s
      clusters:
        orders-db:
          engineVersion: 16.10
          platformVersion: "2"
          range: {min: 0, max: 8, pauseAfter: 10m}
          rangeChanges: [{at: -30m, min: 0.5, max: 4}]
          tags: {mode: act, max-acu: 16}
          otherTags: {Name: shop}
          status: {-1h: available, +2m: modifying}
          members:
            orders-db-instance-1: {role: writer, tier: 0, performanceInsights: true, restarted: -20m}
            orders-db-instance-2: reader
          load:
            orders-db-instance-1:
              acu: {-24h: 3, -15m: 4, -6m: 9.5, +20m: 9.5, +40m: 3}
              cpu: 0.5
          metrics:
            orders-db: {VolumeBytesUsed: 1000000}
            orders-db-instance-1: {CommitThroughput: {-24h: 200, -10m: none}}
          events: [{at: -12m, source: orders-db-instance-1, message: DB instance restarted, categories: [availability]}]
          waits:
            orders-db-instance-1: [{type: Lock, event: transactionid, sessions: 31}]
      faults:
        - {call: cloudwatch:GetMetricData, answer: half}
        - {call: rds:DescribeEvents, skip: 1, times: 2, answer: throttled}
        - {call: rds:ModifyDBCluster, answer: error AccessDenied}
      """;

  @Test
  void readsEverythingThatAFileCanSay() {
    World world = WorldFile.parse("full.yaml", FULL);

    World.Cluster cluster = world.cluster("orders-db").orElseThrow();
    World.Member writer = cluster.members().getFirst();
    assertThat(world.account()).isEqualTo("444455556666");
    assertThat(world.now()).isEqualTo(Instant.parse("2026-11-24T10:15:30Z"));
    assertThat(world.metricDelay()).isEqualTo(Duration.ofMinutes(1));
    assertThat(cluster.engineVersion()).isEqualTo("16.10");
    assertThat(cluster.ranges()).extracting(World.RangeAt::range).containsExactly(ScalingRange.of(0, 8, 600), ScalingRange.of(0.5, 4));
    assertThat(cluster.statuses()).extracting(World.StatusAt::status).containsExactly("available", "modifying");
    assertThat(writer.restartedAt()).isEqualTo(Duration.ofMinutes(-20));
    assertThat(writer.load().acu().at(Duration.ZERO)).isEqualTo(9.5);
    assertThat(writer.metrics().get("CommitThroughput")).isNotNull();
    assertThat(writer.waits()).hasSize(1);
    assertThat(cluster.members().getLast().followsWriter()).isTrue();
    assertThat(cluster.metrics()).containsKey("VolumeBytesUsed");
    assertThat(cluster.events().getFirst().subject()).isEqualTo(World.Subject.INSTANCE);
    assertThat(world.faults()).extracting(World.Fault::times).containsExactly(1, 2, 1);
  }

  @Test
  void addsThePrefixAndBindsModeActToTheCluster() {
    World world = WorldFile.parse("full.yaml", FULL);

    assertThat(world.cluster("orders-db").orElseThrow().tags())
        .isEqualTo(
            Map.of("aurora-responder:mode", "act", "aurora-responder:max-acu", "16", "aurora-responder:cluster",
                ResourceIds.cluster("orders-db"), "Name", "shop"));
  }

  @Test
  void leavesABindingToAnotherClusterAlone() {
    World world = small("tags: {mode: act, cluster: cluster-OTHER}");

    assertThat(world.clusters().getFirst().tags()).containsEntry("aurora-responder:cluster", "cluster-OTHER");
  }

  @Test
  void knowsTagsThatCannotBeRead() {
    assertThat(small("tags: unreadable").clusters().getFirst().tagsReadable()).isFalse();
    assertThat(small("port: 5433").clusters().getFirst().tagsReadable()).isTrue();
  }

  @Test
  void needsLittleForASmallWorld() {
    World world = small("storageType: aurora-iopt1");

    assertThat(world.account()).isEqualTo("111122223333");
    assertThat(world.region()).isEqualTo("eu-west-1");
    assertThat(world.clusters().getFirst().members().getFirst().load().connections().at(Duration.ZERO)).isEqualTo(9);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
    "range: {min: 0.5, max: lots}          | bad.yaml:5:28: clusters.a-db.range.max: expected ACUs in halves such as 0.5 or 8, found "
        + "'lots'",
    "range: {min: 0.3, max: 8}             | bad.yaml:5:18: clusters.a-db.range.min: expected ACUs in halves such as 0.5 or 8, found '0.3'",
    "range: {min: 4, max: 2}               | bad.yaml:5:12: clusters.a-db.range: a range goes from min to max, and max is at least 1 ACU",
    "range: {min: 1, max: 2, pauseAfter: 5m} | bad.yaml:5:41: clusters.a-db.range.pauseAfter: pauseAfter stands only where min is 0",
    "colour: red                           | bad.yaml:5:5: clusters.a-db: unknown key 'colour'; known are engine,",
    "load: {b-1: {acu: 1}}                 | bad.yaml:5:12: clusters.a-db.load: unknown key 'b-1'; known are a-1",
    "load: {a-1: {acu: {15m: 4}}}          | bad.yaml:5:29: clusters.a-db.load.a-1.acu.15m: expected a time from now such as -15m, +20m "
    + "or 0, found '15m'",
    "load: {a-1: {cpu: 1.5}}               | bad.yaml:5:23: clusters.a-db.load.a-1.cpu: expected a share of 0 to 1",
    "load: {a-1: {acu: {-1m: none}}}       | bad.yaml:5:23: clusters.a-db.load.a-1.acu: expected numbers of 0 or more",
    "tags: secret                          | bad.yaml:5:11: clusters.a-db.tags: expected a mapping of tags, or the word unreadable, "
    + "found 'secret'",
    "events: [{at: -5m}]                   | bad.yaml:5:14: clusters.a-db.events[0]: the key 'message' is missing",
    "port: many                            | bad.yaml:5:11: clusters.a-db.port: expected a port, found 'many'",
    "events: [{at: -5m, source: b-1, message: x}] | bad.yaml:5:32: clusters.a-db.events[0].source: expected the cluster, one of its "
    + "members or one of its snapshots, found 'b-1'",
    "subnets: [subnet-0x]                  | bad.yaml:5:15: clusters.a-db.subnets[0]: expected one of the subnets "
    + "subnet-0a1b2c3d4e5f60718, ",
    "backups: {retention: 0}               | bad.yaml:5:26: clusters.a-db.backups.retention: expected 1 to 35 days, found '0'",
    "backups: {window: night}              | bad.yaml:5:23: clusters.a-db.backups.window: expected a backup window in UTC such as "
    + "02:40-03:10, found 'night'",
    "backups: {restorable: soon}           | bad.yaml:5:27: clusters.a-db.backups.restorable: expected how far behind now, such as 2m; "
    + "the moment since when it stands still, such as -3h; or none, found 'soon'",
    "backups: {snapshots: [{id: x, type: automated, at: -1h}]} | bad.yaml:5:32: clusters.a-db.backups.snapshots[0].id: automated "
    + "snapshots begin with rds:, others do not",
    "failovers: [{at: -1m, to: b-1}]       | bad.yaml:5:31: clusters.a-db.failovers[0].to: expected a member of the cluster, found 'b-1'",
    "failovers: [{to: a-1}]                | bad.yaml:5:17: clusters.a-db.failovers[0]: a failover begins at a time (at), after a number "
    + "of calls (afterCalls) or at a connection (atConnection): one of them",
    "failovers: [{atConnection: 0, to: a-1}] | bad.yaml:5:32: clusters.a-db.failovers[0].atConnection: expected a number of 1 or more, "
    + "found '0'",
    "tags: {mode: act, mode: off}          | bad.yaml:5:23: clusters.a-db.tags: the key 'mode' stands here twice"
  })
  void namesThePlaceAndWhatWasExpected(String line, String message) {
    String range = line.startsWith("range") ? "" : "    range: {min: 1, max: 2}\n";
    String text = "clusters:\n  a-db:\n    members:\n      a-1: writer\n    " + line + "\n" + range;

    assertThatThrownBy(() -> WorldFile.parse("bad.yaml", text))
        .isInstanceOf(BadFileException.class)
        .hasMessageStartingWith(message);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
    "now: yesterday                                  | bad.yaml:1:6: now: expected a time such as 2026-11-24T10:15:30Z, found 'yesterday'",
    "account: 12                                     | bad.yaml:1:10: account: expected an account of twelve digits, found '12'",
    "faults: [{call: rds, answer: half}]             | bad.yaml:1:17: faults[0].call: expected a call such as rds:DescribeEvents, found "
    + "'rds'",
    "faults: [{call: rds:DescribeEvents, answer: half}] | bad.yaml:1:45: faults[0].answer: only cloudwatch:GetMetricData can answer half",
    "faults: [{call: rds:DescribeEvents, answer: no}] | bad.yaml:1:45: faults[0].answer: expected half, throttled, timeout-before, "
    + "timeout-after or 'error CODE', found 'no'",
    "ec2: closed                                     | bad.yaml:1:6: ec2: expected the word forbidden, or a mapping with securityGroups, "
    + "subnets, prefixLists, probe, found 'closed'",
    "ec2: {securityGroups: {db: {}}}                 | bad.yaml:1:28: ec2.securityGroups.db: 'db' is no identifier such as "
    + "sg-0a1b2c3d4e5f60718",
    "ec2: {securityGroups: {sg-0a: {ingress: [{ports: many, peers: []}]}}} | bad.yaml:1:50: ec2.securityGroups.sg-0a.ingress[0].ports: "
    + "expected a port such as 5432, or a range such as 5000-6000, found 'many'",
    "ec2: {securityGroups: {sg-0a: {ingress: [{ports: 9-5, peers: []}]}}} | bad.yaml:1:50: ec2.securityGroups.sg-0a.ingress[0].ports: "
    + "expected a port of 0 to 65535, or a range of them, the lower first, found '9-5'",
    "ec2: {securityGroups: {sg-0a: {ingress: [{ports: 1, peers: [home]}]}}} | bad.yaml:1:61: "
    + "ec2.securityGroups.sg-0a.ingress[0].peers[0]: expected a CIDR block such as 10.20.0.0/16 or fd00::/8, found 'home'",
    "ec2: {securityGroups: {sg-0a: {ingress: [{protocol: all, ports: 1, peers: []}]}}} | bad.yaml:1:65: "
    + "ec2.securityGroups.sg-0a.ingress[0].ports: a rule for every protocol has no ports",
    "ec2: {subnets: {subnet-0a: {zone: mars-1a, block: 10.0.0.0/24}}} | bad.yaml:1:35: ec2.subnets.subnet-0a.zone: expected a zone of "
    + "eu-west-1 such as eu-west-1a, found 'mars-1a'",
    "ec2: {probe: {groups: [sg-0x]}}                 | bad.yaml:1:24: ec2.probe.groups[0]: expected one of the security groups "
    + "sg-0a1b2c3d4e5f60718, sg-0b2c3d4e5f6071829, found 'sg-0x'",
    "forbidden: [everything]                         | bad.yaml:1:13: forbidden[0]: expected a call such as pi:DescribeDimensionKeys, or "
    + "all of a service such as pi:*, found 'everything'",
    "pageSize: 0                                     | bad.yaml:1:11: pageSize: expected a page size of 1 to 100, found '0'"
  })
  void namesThePlaceInTheHeadToo(String line, String message) {
    String text = line + "\nclusters: {}\n";

    assertThatThrownBy(() -> WorldFile.parse("bad.yaml", text)).isInstanceOf(BadFileException.class).hasMessage(message);
  }

  @Test
  void namesThePlaceWhereTheTextIsNoYaml() {
    assertThatThrownBy(() -> WorldFile.parse("bad.yaml", "clusters:\n  a-db: {tags: [\n"))
        .isInstanceOf(BadFileException.class)
        .hasMessageStartingWith("bad.yaml:3:1: not valid YAML: ");
  }

  @Test
  void refusesTwoWriters() {
    String text = "clusters:\n  a-db:\n    range: {min: 1, max: 2}\n    members: {a-1: writer, a-2: writer}\n";

    assertThatThrownBy(() -> WorldFile.parse("bad.yaml", text)).isInstanceOf(BadFileException.class).hasMessageContaining("one writer");
  }

  @Test
  void refusesServerlessMembersWithoutARange() {
    String text = "clusters:\n  a-db:\n    members: {a-1: writer}\n";

    assertThatThrownBy(() -> WorldFile.parse("bad.yaml", text))
        .isInstanceOf(BadFileException.class)
        .hasMessageStartingWith("bad.yaml:3:5: clusters.a-db: a cluster with db.serverless members needs a range");
  }

  @Test
  void saysWhenAFileIsNotThereOrNotText(@TempDir Path folder) throws Exception {
    Path binary = Files.write(folder.resolve("binary.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    Path empty = Files.writeString(folder.resolve("empty.yaml"), "");

    assertThatThrownBy(() -> WorldFile.read(folder.resolve("missing.yaml"))).isInstanceOf(BadFileException.class)
        .hasMessageEndingWith("there is no such file");
    assertThatThrownBy(() -> WorldFile.read(binary)).isInstanceOf(BadFileException.class).hasMessageEndingWith("expected text in UTF-8");
    assertThatThrownBy(() -> WorldFile.read(empty)).isInstanceOf(BadFileException.class).hasMessageContaining("found an empty file");
  }

  @Test
  void readsTheExamplesOfItsDocumentation() throws Exception {
    String page = Files.readString(Path.of("../docs/world.md"));
    List<String> examples = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL).matcher(page).results().map(found -> found.group(1))
        .toList();

    assertThat(examples).hasSize(2).allSatisfy(example -> assertThat(WorldFile.parse("docs/world.md", example).clusters()).hasSize(1));
  }

  private static World small(String line) {
    return WorldFile.parse("small.yaml", "clusters:\n  a-db:\n    range: {min: 1, max: 2}\n    " + line + "\n    members: {a-1: writer}\n");
  }
}
