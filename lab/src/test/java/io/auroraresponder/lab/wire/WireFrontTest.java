package io.auroraresponder.lab.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.auroraresponder.aws.ReportBucket;
import io.auroraresponder.incident.DependencyException;
import io.auroraresponder.lab.account.SimulatedAccount;
import io.auroraresponder.lab.account.SimulatedClock;
import io.auroraresponder.lab.account.World;
import io.auroraresponder.lab.account.WorldFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.pi.PiClient;
import software.amazon.awssdk.services.pi.model.PiException;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DbClusterNotFoundException;
import software.amazon.awssdk.services.rds.model.RdsException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.NotFoundException;

@SuppressWarnings("unchecked") // the SDK takes its consumers as generic varargs
class WireFrontTest {
  private static final Instant NOW = Instant.parse("2026-11-24T10:15:30Z");
  private static final String WORLD =
      """
      pageSize: 2
      clusters:
        orders-db:
          range: {min: 0.5, max: 8}
          tags: {mode: act, max-acu: 16}
          members:
            orders-db-1: {role: writer, performanceInsights: true}
            orders-db-2: reader
          load:
            orders-db-1: {acu: {-1h: 3, -10m: 9}, cpu: 0.8, connections: 40}
          events:
            - {at: -12m, message: "a <small> event & more", categories: [notification]}
        billing-db: {range: {min: 0, max: 4}, members: {billing-db-1: writer}}
        third-db: {range: {min: 1, max: 4}, members: {third-db-1: writer}}
      alarms:
        high: {metric: ACUUtilization, cluster: orders-db}
      """;

  private static final SimulatedAccount ACCOUNT = account();
  private static final WireFront FRONT = WireFront.of(ACCOUNT, Functions.none());
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final RdsClient RDS = Signed.at(FRONT.endpoint(), RdsClient.builder());
  private static final CloudWatchClient CLOUD_WATCH = Signed.at(FRONT.endpoint(), CloudWatchClient.builder());
  private static final SnsClient SNS = Signed.at(FRONT.endpoint(), SnsClient.builder());
  private static final DynamoDbClient DYNAMO_DB = Signed.at(FRONT.endpoint(), DynamoDbClient.builder());

  private static SimulatedAccount account() {
    SimulatedAccount account = new SimulatedAccount(WorldFile.parse("test.yaml", WORLD), SimulatedClock.standingAt(NOW));
    account.createTable("ledger");
    account.createBucket("reports");
    return account;
  }

  @AfterAll
  static void closes() {
    FRONT.close();
  }

  @Test
  void readsTheSameAsInProcess() {
    assertThat(RDS.describeDBClusters()).satisfies(read ->
        assertThat(read.dbClusters()).isEqualTo(ACCOUNT.rds().describeDBClusters(r -> {}).dbClusters()));
    assertThat(RDS.describeDBInstances(r -> r.filters(f -> f.name("db-cluster-id").values("orders-db"))).dbInstances())
        .hasSize(2)
        .isEqualTo(ACCOUNT.rds().describeDBInstances(r -> r.filters(f -> f.name("db-cluster-id").values("orders-db"))).dbInstances());
    assertThat(RDS.describeEvents(r -> r.duration(60)).events()).hasSize(1)
        .isEqualTo(ACCOUNT.rds().describeEvents(r -> r.duration(60)).events());
    assertThat(RDS.describeDBClusterSnapshots(r -> r.dbClusterIdentifier("orders-db")).dbClusterSnapshots())
        .isEqualTo(ACCOUNT.rds().describeDBClusterSnapshots(r -> r.dbClusterIdentifier("orders-db")).dbClusterSnapshots());
    assertThat(CLOUD_WATCH.describeAlarms().metricAlarms()).hasSize(1)
        .isEqualTo(ACCOUNT.cloudWatch().describeAlarms(r -> {}).metricAlarms());
  }

  @Test
  void readsMetricsThroughCborAsInProcess() {
    GetMetricDataRequest request =
        GetMetricDataRequest.builder()
            .startTime(NOW.minusSeconds(1_200))
            .endTime(NOW)
            .metricDataQueries(
                query ->
                    query
                        .id("m1")
                        .metricStat(
                            stat ->
                                stat.period(60)
                                    .stat("Average")
                                    .metric(
                                        metric ->
                                            metric
                                                .namespace("AWS/RDS")
                                                .metricName("ServerlessDatabaseCapacity")
                                                .dimensions(Dimension.builder().name("DBInstanceIdentifier").value("orders-db-1")
                                                .build()))))
            .build();

    var results = CLOUD_WATCH.getMetricData(request).metricDataResults();

    assertThat(results).isEqualTo(ACCOUNT.cloudWatch().getMetricData(request).metricDataResults());
    assertThat(results.getFirst().values()).hasSizeGreaterThan(10);
  }

  @Test
  void keepsWhatTheReportBucketPuts() {
    S3Client client = Signed.at(FRONT.endpoint(), S3Client.builder().requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
        .serviceConfiguration(configuration -> configuration.chunkedEncodingEnabled(false)));
    String key = "reports/orders-db/2026-11-24/a+b c.json";

    new ReportBucket(() -> client, "reports").put(key, "{\"schema\":\"größer\"}");

    assertThat(ACCOUNT.objects("reports")).containsEntry(key, "{\"schema\":\"größer\"}");
    assertThatThrownBy(() -> new ReportBucket(() -> client, "nobodys").put("key", "{}"))
        .isInstanceOfSatisfying(DependencyException.class, refused -> assertThat(refused.code()).isEqualTo("NoSuchBucket"));
    assertThatThrownBy(() -> client.putObjectTagging(r -> r.bucket("reports").key("k").tagging(t -> t.tagSet(List.of()))))
        .isInstanceOf(S3Exception.class)
        .hasMessageContaining("PutObject");
  }

  @Test
  void recordsCallsUnderTheNameOfTheirCaller() {
    SimulatedAccount account = account();
    try (WireFront front = WireFront.of(account, Functions.none(), key -> key.equals(Signed.ACCESS_KEY) ? "capacity" : "lab")) {
      Signed.at(front.endpoint(), RdsClient.builder()).describeDBClusters();
    }

    assertThat(account.calls("rds:DescribeDBClusters")).singleElement().satisfies(call -> assertThat(call.caller()).isEqualTo("capacity"));
  }

  @Test
  void followsPages() {
    assertThat(RDS.describeDBClustersPaginator().dbClusters().stream().map(cluster -> cluster.dbClusterIdentifier()))
        .containsExactly("orders-db", "billing-db", "third-db");
  }

  @Test
  void changesARangeAndGivesTheAccountsOwnRequestId() {
    var answer =
        RDS.modifyDBCluster(r -> r.dbClusterIdentifier("billing-db")
        .serverlessV2ScalingConfiguration(range -> range.minCapacity(0.5).maxCapacity(6.0)));

    assertThat(answer.dbCluster().serverlessV2ScalingConfiguration().maxCapacity()).isEqualTo(6.0);
    assertThat(ACCOUNT.rangeChanges().getLast().by()).isEqualTo(answer.responseMetadata().requestId());
  }

  @Test
  void publishesWithAttributes() {
    String topic = "arn:aws:sns:eu-west-1:111122223333:findings";

    SNS.publish(r -> r.topicArn(topic).subject("A subject").message("line one\nline <two>").messageAttributes(
        Map.of("severity", MessageAttributeValue.builder().dataType("String").stringValue("critical").build())));

    assertThat(ACCOUNT.published().getLast()).satisfies(told -> {
      assertThat(told.message()).isEqualTo("line one\nline <two>");
      assertThat(told.attributes()).containsEntry("severity", "critical");
    });
  }

  @Test
  void keepsAndRefusesItems() {
    Map<String, AttributeValue> item =
        Map.of("pk", AttributeValue.fromS("HEAD"), "sk", AttributeValue.fromS("1"), "n", AttributeValue.fromN("42"), "gone",
        AttributeValue.fromNul(true));
    DYNAMO_DB.putItem(r -> r.tableName("ledger").item(item));

    assertThat(DYNAMO_DB.getItem(r -> r.tableName("ledger").consistentRead(true).key(Map.of("pk", item.get("pk"), "sk", item.get("sk"))))
        .item()).isEqualTo(item);
    assertThatThrownBy(() -> DYNAMO_DB.putItem(r -> r.tableName("ledger").item(item).conditionExpression("attribute_not_exists(pk)")))
        .isInstanceOf(ConditionalCheckFailedException.class);
  }

  @Test
  void saysErrorsInTheWordsOfEachProtocol() {
    assertThatThrownBy(() -> RDS.describeDBClusters(r -> r.dbClusterIdentifier("nobody"))).isInstanceOf(DbClusterNotFoundException.class);
    assertThatThrownBy(() -> SNS.publish(r -> r.topicArn("arn:aws:sns:eu-west-1:999999999999:x").message("m")))
        .isInstanceOf(NotFoundException.class);
    CloudWatchException invalid = catchThrowableOfType(CloudWatchException.class, () ->
        CLOUD_WATCH.getMetricData(r -> r.startTime(NOW).endTime(NOW)));
    assertThat(invalid.awsErrorDetails().errorCode()).isEqualTo("ValidationError");
    Ec2Exception missing =
        catchThrowableOfType(
            Ec2Exception.class, () -> Signed.at(FRONT.endpoint(), Ec2Client.builder())
            .describeSecurityGroups(r -> r.groupIds("sg-00000000000000000")));
    assertThat(missing.awsErrorDetails().errorCode()).isEqualTo("InvalidGroup.NotFound");
    PiException argument =
        catchThrowableOfType(PiException.class, () -> Signed.at(FRONT.endpoint(), PiClient.builder()).describeDimensionKeys(
            r -> r.serviceType("RDS").identifier("db-X").metric("other").startTime(NOW).endTime(NOW)
            .groupBy(g -> g.group("db.wait_event"))));
    assertThat(argument.awsErrorDetails().errorCode()).isEqualTo("InvalidArgumentException");
  }

  @Test
  void knowsWhatItDoesNotAnswer() {
    RdsException rds = catchThrowableOfType(RdsException.class, () -> RDS.deleteDBCluster(r -> r.dbClusterIdentifier("orders-db")));
    AwsServiceException dynamo = catchThrowableOfType(AwsServiceException.class, () -> DYNAMO_DB.listTables());
    AwsServiceException metrics = catchThrowableOfType(AwsServiceException.class, () -> CLOUD_WATCH.listMetrics());

    assertThat(rds.awsErrorDetails().errorCode()).isEqualTo("InvalidAction");
    assertThat(dynamo.awsErrorDetails().errorCode()).isEqualTo("UnknownOperationException");
    assertThat(metrics.awsErrorDetails().errorCode()).isEqualTo("UnknownOperationException");
  }

  @Test
  void letsThrottlingLookLikeIt() {
    ACCOUNT.fault(new World.Fault("rds:DescribeDBEngineVersions", 0, 1, new World.Answer.Refusal("Throttling")));

    RdsException throttled = catchThrowableOfType(RdsException.class, () -> RDS.describeDBEngineVersions());

    assertThat(throttled.isThrottlingException()).isTrue();
  }

  @Test
  void doesWhatTheCallerNeverHearsOfOnce() {
    int before = ACCOUNT.calls("rds:ModifyDBCluster").size();
    ACCOUNT.fault(new World.Fault("rds:ModifyDBCluster", 0, 1, new World.Answer.TimeoutAfter()));

    assertThatThrownBy(
            () ->
                RDS.modifyDBCluster(
                    r ->
                        r.dbClusterIdentifier("third-db")
                            .serverlessV2ScalingConfiguration(range -> range.minCapacity(1.0).maxCapacity(5.0))
                            .overrideConfiguration(o -> o.apiCallAttemptTimeout(java.time.Duration.ofMillis(700)))))
        .isInstanceOf(SdkClientException.class);
    assertThat(ACCOUNT.range("third-db").words()).contains("5");
    assertThat(ACCOUNT.calls("rds:ModifyDBCluster")).hasSize(before + 1);
  }

  private static HttpResponse<String> post(String contentType, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(FRONT.endpoint()).POST(HttpRequest.BodyPublishers.ofByteArray(body.getBytes(StandardCharsets.ISO_8859_1)));
    request.header("Content-Type", contentType).header("Authorization",
        "AWS4-HMAC-SHA256 Credential=AKIDRAW/20261124/eu-west-1/rds/aws4_request, Signature=x");
    if (headers.length > 0) {
      request.headers(headers);
    }
    return sent(request.build());
  }

  private static HttpResponse<String> sent(HttpRequest request) {
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException broken) {
      throw new AssertionError("the front cut the connection", broken);
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "''| 400 | MissingAction",
        "Action=DescribeDBClusters| 400 | InvalidAction",
        "Action=Describe%zz&Version=2014-10-31| 400 | MalformedQueryString",
        "Action=DescribeDBClusters&Version=2014-10-31&MaxRecords=many| 400 | MaxRecords is no INTEGER",
        "Action=DescribeDBClusters&Version=2014-10-31&Filters.Filter.one.Name=x| 400 | Filters is no LIST",
        "Action=DescribeEvents&Version=2014-10-31&StartTime=yesterday| 400 | StartTime is no INSTANT",
        "Action=describeDBClusters&Version=2014-10-31| 400 | InvalidAction",
        "Action=Close&Version=2014-10-31| 400 | InvalidAction",
        "Action=DescribeDBClusters&Version=2014-10-31&Nonsense.1=2| 200 | orders-db"
      })
  void answersFormsThatNobodyCanRead(String form, int status, String said) {
    HttpResponse<String> answer = post("application/x-www-form-urlencoded; charset=utf-8", form.equals("''") ? "" : form);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).contains(said.strip());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "DynamoDB_20120810.GetItem| {| SerializationException",
        "DynamoDB_20120810.GetItem| []| SerializationException",
        "DynamoDB_20120810.GetItem| {\"TableName\":{\"a\":1}}| TableName is no STRING",
        "DynamoDB_20120810.Nothing| {}| UnknownOperationException",
        "Elsewhere_2020.Get| {}| UnknownOperationException",
        "nodot| {}| UnknownOperationException"
      })
  void answersJsonThatNobodyCanRead(String target, String body, String said) {
    HttpResponse<String> answer = post("application/x-amz-json-1.0", body.strip(), "X-Amz-Target", target);

    assertThat(answer.statusCode()).isBetween(400, 404);
    assertThat(answer.body()).contains("__type", said.strip());
  }

  @Test
  void boundsWhatItReads() throws IOException {
    byte[] bomb = new byte[WireRequest.MOST_BYTES + 1];
    java.io.ByteArrayOutputStream packed = new java.io.ByteArrayOutputStream();
    try (var gzip = new java.util.zip.GZIPOutputStream(packed)) {
      gzip.write(bomb);
    }
    String body = packed.toString(StandardCharsets.ISO_8859_1);

    assertThat(post("application/cbor", body, "smithy-protocol", "rpc-v2-cbor", "Content-Encoding", "gzip").statusCode()).isEqualTo(413);
    assertThat(post("application/x-amz-json-1.0", "{\"a\":".repeat(5_000), "X-Amz-Target", "DynamoDB_20120810.GetItem").statusCode())
        .isEqualTo(400);
    assertThat(post("application/x-www-form-urlencoded", "Action=DescribeDBClusters&Version=2014-10-31&a" + ".a".repeat(5_000) + "=1")
        .statusCode()).isEqualTo(400);
  }

  /** A name of somebody's may lead a browser of this machine here. */
  @Test
  void answersNoOtherHostThanThisMachine() throws IOException {
    for (String host : List.of("evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80", "169.254.169.254")) {
      assertThat(spokenTo(host)).as(host).startsWith("HTTP/1.1 403").contains("not to " + host);
    }
    for (String host : List.of("127.0.0.1", "localhost:4566", "bucket.localhost", "[::1]:80")) {
      assertThat(spokenTo(host)).as(host).doesNotStartWith("HTTP/1.1 403");
    }
  }

  private static String spokenTo(String host) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), FRONT.endpoint().getPort())) {
      socket.getOutputStream().write(("GET /nothing HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n").getBytes(
          StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void refusesWhatIsNotSigned() {
    HttpRequest unsigned =
        HttpRequest.newBuilder(FRONT.endpoint())
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString("Action=DescribeDBClusters&Version=2014-10-31"))
            .build();

    HttpResponse<String> answer = sent(unsigned);

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("MissingAuthenticationToken");
  }

  @Test
  void remembersWhoSigned() {
    var unused = RDS.describeDBClusters();

    assertThat(FRONT.accessKeys()).contains("AKIDTEST");
  }

  @Test
  void saysWhoTheCallerIs() {
    HttpResponse<String> answer = post("application/x-www-form-urlencoded", "Action=GetCallerIdentity&Version=2011-06-15");

    assertThat(answer.body()).contains("<Account>111122223333</Account>", "arn:aws:iam::111122223333:user/lab");
  }

  @Test
  void explainsItselfToABrowser() {
    HttpResponse<String> answer = sent(HttpRequest.newBuilder(FRONT.endpoint().resolve("/index.html")).GET().build());

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("simulated AWS account", "GET /index.html");
  }
}
