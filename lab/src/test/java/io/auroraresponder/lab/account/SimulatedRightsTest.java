package io.auroraresponder.lab.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class SimulatedRightsTest {
  private static final String CLUSTERS =
      "clusters:\n  orders-db: {range: {min: 1, max: 8}, members: {w-1: {role: writer, performanceInsights: true}}}\n";

  private static void denies(String forbidden, Consumer<SimulatedAccount> call, String code, int status, String words) {
    SimulatedAccount account = Worlds.of(forbidden + "\n" + CLUSTERS);

    assertThatThrownBy(() -> call.accept(account))
        .isInstanceOfSatisfying(AwsServiceException.class, error -> {
          assertThat(error.awsErrorDetails().errorCode()).isEqualTo(code);
          assertThat(error.statusCode()).isEqualTo(status);
          assertThat(error.awsErrorDetails().errorMessage()).contains(words, "is not authorized to perform");
        });
  }

  @Test
  void deniesACallAsItsServiceDoes() {
    denies(
        "forbidden: [rds:DescribeDBClusterSnapshots]", account -> account.rds().describeDBClusterSnapshots(), "AccessDenied", 403,
        "rds:DescribeDBClusterSnapshots");
    denies("forbidden: [cloudwatch:DescribeAlarms]", account ->
        account.cloudWatch().describeAlarms(), "AccessDenied", 403, "cloudwatch:DescribeAlarms");
    denies(
        "forbidden: [\"pi:*\"]", account -> account.insights().describeDimensionKeys(request -> request.metric("db.load.avg")),
        "AccessDeniedException", 400, "pi:DescribeDimensionKeys");
    denies("ec2: forbidden", account -> account.ec2().describeSubnets(), "UnauthorizedOperation", 403, "ec2:DescribeSubnets");
    denies(
        "forbidden: [sns:Publish]", account -> account.sns().publish(request -> request.message("x")), "AuthorizationError", 403,
        "sns:Publish");
    denies(
        "forbidden: [dynamodb:GetItem]", account -> account.dynamoDb().getItem(request -> request.tableName("t")), "AccessDeniedException",
        400,
        "dynamodb:GetItem");
  }

  @Test
  void doesNothingOfWhatItDenies() {
    SimulatedAccount account = Worlds.of("forbidden: [rds:ModifyDBCluster]\n" + CLUSTERS);

    assertThatThrownBy(
            () ->
                account.rds().modifyDBCluster(
                    request -> request.dbClusterIdentifier("orders-db")
                    .serverlessV2ScalingConfiguration(range -> range.minCapacity(1.0).maxCapacity(12.0))))
        .isInstanceOf(AwsServiceException.class);

    assertThat(account.range("orders-db").maxAcu()).isEqualTo(8);
    assertThat(account.calls("rds:ModifyDBCluster")).hasSize(1);
    assertThat(account.rangeChanges()).isEmpty();
  }

  @Test
  void knowsWhoMadeWhichCall() {
    SimulatedAccount account = Worlds.of(CLUSTERS);

    account.clients("capacity").rds().get().describeDBClusters();
    account.clients("backup").network().get().describeSubnets();
    account.rds().describeDBInstances();

    assertThat(account.calls())
        .extracting(RecordedCall::caller, RecordedCall::action)
        .containsExactly(
            tuple("capacity", "rds:DescribeDBClusters"),
            tuple("backup", "ec2:DescribeSubnets"),
            tuple("lab", "rds:DescribeDBInstances"));
  }

  @Test
  void givesEveryCallerTheSameAccount() {
    SimulatedAccount account = Worlds.of(CLUSTERS);
    account.createTable("ledger");

    account.clients("one").rds().get().modifyDBCluster(
        request -> request.dbClusterIdentifier("orders-db")
        .serverlessV2ScalingConfiguration(range -> range.minCapacity(1.0).maxCapacity(12.0)));

    assertThat(account.clients("two").rds().get().describeDBClusters().dbClusters().getFirst().serverlessV2ScalingConfiguration()
        .maxCapacity())
        .isEqualTo(12);
    assertThat(account.clients("two").dynamoDb().get().getItem(
                request ->
                    request
                        .tableName("ledger")
                        .consistentRead(true)
                        .key(Map.of("pk", key("a"), "sk", key("b"))))
            .hasItem())
        .isFalse();
  }

  private static AttributeValue key(String text) {
    return AttributeValue.fromS(text);
  }

  @Test
  void hindersNobodyButTheResponder() {
    SimulatedAccount account =
        Worlds.of(
            "forbidden: [dynamodb:GetItem]\nfaults: [{call: \"dynamodb:PutItem\", skip: 1, answer: error InternalServerError}]\n"
            + CLUSTERS);
    account.createTable("t");

    account.byTheLab(() -> put(account, "1"));
    account.byTheLab(() -> put(account, "2"));
    account.byTheLab(() -> account.dynamoDb().getItem(request -> request.tableName("t").key(item("1")).consistentRead(true)));

    assertThat(account.calls()).isEmpty();
    put(account, "3");
    assertThatThrownBy(() -> put(account, "4")).isInstanceOf(AwsServiceException.class);
    assertThat(account.calls()).hasSize(2);
  }

  private static Object put(SimulatedAccount account, String pk) {
    return account.dynamoDb().putItem(request -> request.tableName("t").item(item(pk)));
  }

  private static Map<String, AttributeValue> item(String pk) {
    return Map.of("pk", AttributeValue.fromS(pk), "sk", AttributeValue.fromS("a"));
  }
}
