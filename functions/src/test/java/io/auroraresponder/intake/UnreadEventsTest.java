package io.auroraresponder.intake;

import static io.auroraresponder.intake.Samples.ANY;
import static io.auroraresponder.intake.Samples.event;
import static io.auroraresponder.intake.Samples.only;
import static io.auroraresponder.intake.Samples.opened;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.auroraresponder.fake.FakeClusterDirectory;
import io.auroraresponder.incident.ClusterId;
import io.auroraresponder.incident.ClusterState;
import io.auroraresponder.incident.Reading;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Events that no runbook reads, that come without their envelope, that tell of the past, or that name an instance by its resource id. */
final class UnreadEventsTest {
  private static String changed(String sample, Consumer<JsonObject> change) {
    JsonObject tree = JsonParser.parseString(event(sample)).getAsJsonObject();
    change.accept(tree);
    return tree.toString();
  }

  private static String alarmOn(String... expressions) {
    return changed("eventbridge-alarm-metric", tree -> {
      JsonArray metrics = new JsonArray();
      for (String expression : expressions) {
        JsonObject entry = new JsonObject();
        entry.addProperty("id", "e" + metrics.size());
        entry.addProperty("expression", expression);
        entry.addProperty("returnData", metrics.isEmpty());
        metrics.add(entry);
      }
      tree.getAsJsonObject("detail").getAsJsonObject("configuration").add("metrics", metrics);
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "DB_PERF_INSIGHTS('RDS', 'db-ORDERSDBINSTANCE2', 'os.cpuUtilization.total.avg')",
    "db_perf_insights( \"RDS\",\"db-ORDERSDBINSTANCE2\" , 'db.Transactions.active_transactions.avg' )",
    "IF(DB_PERF_INSIGHTS('RDS', 'db-ORDERSDBINSTANCE2', 'db.load.avg') > 4, 1, 0)"})
  void anInstanceIsFoundByItsResourceIdInTheAlarmsExpression(String expression) {
    IntakeResult.Opened opened = opened(alarmOn(expression));

    assertThat(opened.incident().cluster().value()).isEqualTo("orders-db");
    assertThat(opened.incident().member()).isEqualTo("orders-db-instance-2");
    assertThat(opened.incident().runbook()).isEqualTo(RoutingTable.CAPACITY);
  }

  @Test
  void expressionsOverTwoInstancesOfAClusterSpeakOfTheCluster() {
    IntakeResult.Opened opened =
        opened(alarmOn("e1 + e2", "DB_PERF_INSIGHTS('RDS', 'db-ORDERSDBINSTANCE1', 'db.load.avg')",
            "DB_PERF_INSIGHTS('RDS', 'db-ORDERSDBINSTANCE2', 'db.load.avg')"));

    assertThat(opened.incident().cluster().value()).isEqualTo("orders-db");
    assertThat(opened.incident().member()).isEmpty();
  }

  @Test
  void aResourceIdThatNobodyHasIsToldByName() {
    IntakeResult.Rejected rejected = (IntakeResult.Rejected) only(alarmOn("DB_PERF_INSIGHTS('RDS', 'db-NOBODYHASTHIS', 'db.load.avg')"));

    assertThat(rejected.reason()).isEqualTo(IntakeReason.CLUSTER_NOT_FOUND);
    assertThat(rejected.told().text()).contains("db-NOBODYHASTHIS");
  }

  @Test
  void anotherServicesInstanceIsNoneOfOurs() {
    IntakeResult.Rejected rejected = (IntakeResult.Rejected) only(alarmOn("DB_PERF_INSIGHTS('DOCDB', 'db-ORDERSDBINSTANCE1', 'x')"));

    assertThat(rejected.reason()).isEqualTo(IntakeReason.NO_CLUSTER_NAMED);
  }

  @ParameterizedTest
  @CsvSource({"eventbridge-alarm-metric", "eventbridge-rds-cluster", "eventbridge-rds-instance", "cloudtrail-modify-cluster", "health"})
  void aDetailWithoutItsEnvelopeIsReadAsItsEvent(String sample) {
    String bare = JsonParser.parseString(event(sample)).getAsJsonObject().get("detail").toString();

    IntakeResult.Opened whole = opened(event(sample));
    IntakeResult.Opened alone = opened(bare);

    assertThat(alone.incident().cluster()).isEqualTo(whole.incident().cluster());
    assertThat(alone.incident().runbook()).isEqualTo(whole.incident().runbook());
    assertThat(alone.signal().source()).isEqualTo(whole.signal().source());
  }

  @Test
  void aReplayOfAnArchiveOpensNothingAndIsToldOnce() {
    IntakeResult.Ignored first = (IntakeResult.Ignored) only(replayed("eventbridge-alarm-metric"));
    IntakeResult.Ignored second = (IntakeResult.Ignored) only(replayed("eventbridge-rds-cluster"));

    assertThat(first.reason()).isEqualTo(IntakeReason.REPLAYED);
    assertThat(first.told().text()).contains("audit-of-last-week");
    assertThat(second.signal().id()).isEqualTo(first.signal().id());
  }

  private static String replayed(String sample) {
    return changed(sample, tree -> tree.addProperty("replay-name", "audit-of-last-week"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"software.amazon.payloadoffloading.PayloadS3Pointer", "com.amazon.sqs.javamessaging.MessageS3Pointer"})
  void aPointerIntoS3GoesBackToItsQueueAndIsToldOnceAMessage(String type) {
    String body =
        "[\\\"" + type + "\\\",{\\\"s3BucketName\\\":\\\"alarms\\\",\\\"s3Key\\\":\\\"17\\\"}]";
    String batch = "{\"Records\":[{\"messageId\":\"m-1\",\"eventSource\":\"aws:sqs\",\"body\":\"" + body + "\"}]}";

    IntakeBatch read = Samples.intake().read(batch, ANY);
    IntakeBatch again = Samples.intake().read(batch, Caller.any("invocation-2"));

    assertThat(read.failedItems()).containsExactly("m-1");
    IntakeResult.Rejected rejected = (IntakeResult.Rejected) read.results().getFirst();
    assertThat(rejected.reason()).isEqualTo(IntakeReason.OFFLOADED);
    assertThat(rejected.told().text()).contains("s3://alarms/17");
    assertThat(again.results().getFirst().signal().id()).isEqualTo(rejected.signal().id());
  }

  @Test
  void countersOfPerformanceInsightsAreCalledByTheirNames() {
    assertThat(PerformanceInsightsExpression.named(
        " DB_PERF_INSIGHTS('RDS', 'db-ORDERSDBINSTANCE2', ['os.cpuUtilization.user.avg','os.cpuUtilization.system.avg']) "))
        .isEqualTo("os.cpuUtilization.user.avg, os.cpuUtilization.system.avg");
    assertThat(PerformanceInsightsExpression.named("e1 / 2")).isEqualTo("e1 / 2");
    assertThat(PerformanceInsightsExpression.named("DB_PERF_INSIGHTS('RDS', 'db-ORDERSDBINSTANCE2')"))
        .isEqualTo("DB_PERF_INSIGHTS('RDS', 'db-ORDERSDBINSTANCE2')");
  }

  @Test
  void publicNewsOfAnotherRegionIsNobodysTrouble() {
    String elsewhere = changed("health", tree -> tree.getAsJsonObject("detail").addProperty("eventRegion", "us-east-1"));

    IntakeResult.Rejected rejected = (IntakeResult.Rejected) only(elsewhere);

    assertThat(rejected.reason()).isEqualTo(IntakeReason.OTHER_REGION);
    assertThat(rejected.told().isEmpty()).isTrue();
  }

  @Test
  void logLinesOfOurClusterAreToldOnceAndThoseOfOthersNotAtAll() {
    IntakeResult.Ignored ours = (IntakeResult.Ignored) only(logs("/aws/rds/cluster/orders-db/postgresql", "a"));
    IntakeResult.Ignored again = (IntakeResult.Ignored) only(logs("/aws/rds/cluster/orders-db/postgresql", "b"));

    assertThat(ours.told().text()).contains("orders-db", "/aws/rds/cluster/orders-db/postgresql");
    assertThat(again.signal().id()).isEqualTo(ours.signal().id());
    assertThat(told(logs("/aws/rds/cluster/warehouse-db/postgresql", "a"))).isEmpty();
    assertThat(told(logs("/aws/lambda/orders", "a"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "eventbridge-alarm-metric", "eventbridge-rds-cluster", "eventbridge-rds-instance", "sns-alarm-metric", "alarm-to-lambda-metric"})
  void anEventThatComesAsALogLineIsToldByTheGroupItCameFrom(String sample) {
    String line = JsonParser.parseString(event(sample)).toString();

    IntakeResult.Ignored first = (IntakeResult.Ignored) only(logs("/ops/events", escaped(line)));

    assertThat(first.told().text()).contains("orders-db", "/ops/events", "said once");
    assertThat(only(logs("/ops/events", "DBClusterIdentifier=orders-db")).signal().id()).isEqualTo(first.signal().id());
    assertThat(told(logs("/ops/events", escaped(line.replace("orders-db", "warehouse-db"))))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
    "connect to orders-db.cluster-c9akciq32abc.eu-west-1.rds.amazonaws.com failed; true",
    "connect to orders-db-instance-1.c9akciq32abc.eu-west-1.rds.amazonaws.com:5432 failed; true",
    "connect to orders-db.cluster-c9akciq32abc.us-east-1.rds.amazonaws.com failed; false",
    "orders-db is slow; false",
    "DBClusterIdentifier is missing in orders-db; false"})
  void aLogLineNamesADatabaseByWhatCannotBeAnythingElse(String line, boolean told) {
    assertThat(told(logs("/ops/app", line)).isEmpty()).isEqualTo(!told);
  }

  private static String escaped(String json) {
    return json.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  private static String logs(String group, String line) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(("{\"logGroup\":\"" + group + "\",\"logEvents\":[{\"message\":\"" + line + "\"}]}").getBytes(StandardCharsets.UTF_8));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return "{\"awslogs\":{\"data\":\"" + Base64.getEncoder().encodeToString(packed.toByteArray()) + "\"}}";
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
    "{\"dbClusterIdentifier\":\"orders-db\"}; orders-db",
    "{\"anomalies\":[{\"resource\":\"arn:aws:rds:eu-west-1:111122223333:db:orders-db-instance-1\"}]}; orders-db",
    "{\"DBInstanceIdentifier\":\"warehouse-db-instance-1\"}; ''",
    "{\"resource\":\"arn:aws:rds:eu-west-1:444455556666:cluster:orders-db\"}; ''",
    "{\"dimensions\":[{\"name\":\"DBClusterIdentifier\",\"value\":\"orders-db\"}]}; orders-db",
    "{\"Dimensions\":[{\"value\":\"orders-db-instance-2\",\"name\":\"DBInstanceIdentifier\"}]}; orders-db",
    "{\"dimensions\":[{\"name\":\"Team\",\"value\":\"orders-db\"}]}; ''",
    "{\"text\":\"orders-db is slow\"}; ''"})
  void anEventOfAnotherKindIsToldWhereItNamesOneOfOurClusters(String detail, String told) {
    String raw =
        "{\"source\":\"aws.devops-guru\",\"detail-type\":\"DevOps Guru New Insight "
        + "Open\",\"account\":\"111122223333\",\"region\":\"eu-west-1\","
            + "\"detail\":" + detail + "}";

    assertThat(told(raw)).contains(told);
    assertThat(told(raw).isEmpty()).isEqualTo(told.isEmpty());
  }

  private static String call(String name, String asked, String more) {
    return changed("cloudtrail-modify-cluster", tree -> {
      JsonObject detail = tree.getAsJsonObject("detail");
      detail.addProperty("eventName", name);
      detail.add("requestParameters", JsonParser.parseString(asked));
      detail.remove("responseElements");
      JsonParser.parseString(more).getAsJsonObject().entrySet().forEach(one -> detail.add(one.getKey(), one.getValue()));
    });
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
    "DeleteDBCluster; {\"dBClusterIdentifier\":\"orders-db\",\"skipFinalSnapshot\":true}",
    "StopDBCluster; {\"dBClusterIdentifier\":\"arn:aws:rds:eu-west-1:111122223333:cluster:orders-db\"}",
    "FailoverDBCluster; {\"dBClusterIdentifier\":\"orders-db\",\"targetDBInstanceIdentifier\":\"orders-db-instance-2\"}",
    "ModifyDBInstance; {\"dBInstanceIdentifier\":\"orders-db-instance-1\",\"promotionTier\":15}",
    "DeleteDBInstance; {\"dBInstanceIdentifier\":\"orders-db-instance-2\"}",
    "RestoreDBClusterToPointInTime; {\"sourceDBClusterIdentifier\":\"orders-db\",\"dBClusterIdentifier\":\"orders-copy\"}",
    "RemoveTagsFromResource; {\"resourceName\":\"arn:aws:rds:eu-west-1:111122223333:cluster:orders-db\",\"tagKeys\":[\"x\"]}",
    "ApplyPendingMaintenanceAction; {\"resourceIdentifier\":\"arn:aws:rds:eu-west-1:111122223333:db:orders-db-instance-1\"}",
    "ModifyDBCluster; {\"dBClusterIdentifier\":\"orders-db\",\"backupRetentionPeriod\":1}"})
  void aCallThatNamesOurClusterIsToldOnceACallerWithWhoCalled(String name, String asked) {
    IntakeResult.Ignored first = (IntakeResult.Ignored) only(call(name, asked, "{\"eventID\":\"a\"}"));
    IntakeResult.Ignored again = (IntakeResult.Ignored) only(call(name, asked, "{\"eventID\":\"b\"}"));
    IntakeResult.Ignored refused = (IntakeResult.Ignored) only(call(name, asked, "{\"errorCode\":\"AccessDenied\"}"));
    String other = asked.replace("orders-db", "billing-db");

    assertThat(first.told().text()).contains("orders-db", name, "assumed-role/deploy", "said once");
    assertThat(again.signal().id()).isEqualTo(first.signal().id());
    assertThat(refused.told().text()).contains(name, "refused with AccessDenied");
    assertThat(refused.signal().id()).isNotEqualTo(first.signal().id());
    assertThat(told(call(name, asked.replace("orders-db", "warehouse-db"), "{}"))).isEmpty();
    assertThat(only(call(name, other, "{}")).signal().id()).isNotEqualTo(first.signal().id());
    assertThat(told(call(name, asked, "{\"userIdentity\":{\"type\":\"AssumedRole\",\"arn\":\"x\",\"sessionContext\":"
        + "{\"sessionIssuer\":{\"arn\":\"arn:aws:iam::111122223333:role/aurora-responder-remediation\"}}}}"))).isEmpty();
    assertThat(told(call(name, asked, "{\"recipientAccountId\":\"444455556666\"}").replace(
        "\"account\":\"111122223333\"", "\"account\":\"444455556666\""))).isEmpty();
  }

  @Test
  void callsThatOnlyReadAreOneSourceAndThoseThatNameNoDatabaseNone() {
    IntakeResult first = only(call("DescribeDBClusters", "{\"dBClusterIdentifier\":\"orders-db\"}", "{\"readOnly\":true}"));
    IntakeResult second =
        only(call("ListTagsForResource", "{\"resourceName\":\"arn:aws:rds:eu-west-1:111122223333:cluster:billing-db\"}",
            "{\"readOnly\":true}"));

    assertThat(((IntakeResult.Ignored) first).told().text()).contains("calls that change nothing");
    assertThat(second.signal().id()).isEqualTo(first.signal().id());
    assertThat(told(call("ModifyDBClusterParameterGroup", "{\"dBClusterParameterGroupName\":\"orders\"}", "{}"))).isEmpty();
    assertThat(told(call("AuthorizeSecurityGroupIngress", "{\"groupId\":\"sg-1\"}", "{\"eventSource\":\"ec2.amazonaws.com\"}"))).isEmpty();
  }

  @Test
  void whatElseNamesOurClusterAndIsIgnoredIsTold() {
    String unknown = event("eventbridge-alarm-metric").replaceFirst("\"value\": \"ALARM\"", "\"value\": \"SUPPRESSED\"");
    String stateless = event("eventbridge-alarm-metric").replaceFirst("\"value\": \"ALARM\"", "\"value\": \"\"");
    String words = changed("sns-rds-test-message", tree -> tree.getAsJsonArray("Records").get(0).getAsJsonObject().getAsJsonObject("Sns")
        .addProperty("Message", "Deploy done for arn:aws:rds:eu-west-1:111122223333:cluster:orders-db, all well."));

    assertThat(told(unknown)).contains("orders-db", "SUPPRESSED");
    assertThat(told(stateless)).contains("orders-db", "without a state");
    assertThat(told(words)).contains("orders-db", "plain words");
    assertThat(told(event("eventbridge-alarm-configuration"))).contains("orders-db", "an alarm was changed");
  }

  private static String told(String raw) {
    return switch (only(raw)) {
      case IntakeResult.Ignored ignored -> ignored.told().text();
      case IntakeResult.Rejected rejected -> rejected.told().text();
      case IntakeResult.Opened opened -> throw new AssertionError("opened " + opened.incident().id());
      case IntakeResult.Closed closed -> throw new AssertionError("closed " + closed.incident().id());
    };
  }

  @ParameterizedTest
  @CsvSource({"orders-db, orders-db-legacy, true", "orders-db-legacy, orders-db, true", "warehouse-db, shop-db, false",
      "a-db, b-db, false"})
  void aRenameOfOurClusterIsToldByEitherOfItsNames(String from, String to, boolean told) {
    String raw = changed("cloudtrail-modify-cluster", tree -> {
      JsonObject asked = tree.getAsJsonObject("detail").getAsJsonObject("requestParameters");
      asked.remove("serverlessV2ScalingConfiguration");
      asked.addProperty("dBClusterIdentifier", from);
      asked.addProperty("newDBClusterIdentifier", to);
    });

    String words = told(raw);
    assertThat(words.contains(from) && words.contains(to)).isEqualTo(told);
    assertThat(words.isEmpty()).isEqualTo(!told);
  }

  @Test
  void aTaggedClusterOfAnotherEngineIsToldOnceAndAnUntaggedOneNever() {
    FakeClusterDirectory account = FakeClusterDirectory.usual();
    ClusterState orders = account.cluster(new ClusterId("orders-db")).orElseThrow();
    account.put(engine(orders, Map.of("aurora-responder:mode", "act")), "orders-db-instance-1");

    IntakeResult.Rejected first = (IntakeResult.Rejected) in(account, "eventbridge-alarm-metric");
    IntakeResult.Rejected second = (IntakeResult.Rejected) in(account, "eventbridge-rds-cluster");
    account.put(engine(orders, Map.of()), "orders-db-instance-1");
    IntakeResult.Rejected untagged = (IntakeResult.Rejected) in(account, "eventbridge-alarm-metric");

    assertThat(first.told().text()).contains("orders-db", "aurora-mysql");
    assertThat(second.signal().id()).isEqualTo(first.signal().id());
    assertThat(untagged.told().isEmpty()).isTrue();
  }

  private static IntakeResult in(FakeClusterDirectory account, String sample) {
    return only(Samples.intake(account).read(event(sample), ANY));
  }

  private static ClusterState engine(ClusterState state, Map<String, String> tags) {
    return new ClusterState(
        state.id(), state.arn(), state.resourceId(), state.account(), state.region(), "aurora-mysql", "8.0.mysql_aurora.3.08.0",
        state.engineMode(), state.status(), state.range(), state.members(), Reading.known(tags, state.at()), state.storageType(),
        state.platformVersion(), state.limits(), state.endpoint(), state.port(), state.blockers(), state.at());
  }

  @Test
  void healthSpeaksOfOurClustersOrOfTheRegionAndOfNothingElse() {
    assertThat(told(health("ACCOUNT_SPECIFIC", "warehouse-db"))).isEmpty();
    assertThat(told(health("ACCOUNT_SPECIFIC", "arn:aws:rds:eu-west-1:111122223333:cluster:somebody-elses"))).isEmpty();
    assertThat(opened(health("ACCOUNT_SPECIFIC", "orders-db")).incident().cluster().value()).isEqualTo("orders-db");
  }

  private static String health(String scope, String entity) {
    return changed("health", tree -> {
      tree.remove("resources");
      JsonObject detail = tree.getAsJsonObject("detail");
      detail.addProperty("eventScopeCode", scope);
      detail.add("affectedEntities", JsonParser.parseString("[{\"entityValue\":\"" + entity + "\"}]"));
    });
  }
}
