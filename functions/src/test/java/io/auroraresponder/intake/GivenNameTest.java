package io.auroraresponder.intake;

import static io.auroraresponder.intake.Samples.only;
import static io.auroraresponder.intake.Samples.opened;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.auroraresponder.fake.FakeClusterDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people write where a database's name belongs. */
final class GivenNameTest {

  private static String byHand(String cluster) {
    JsonObject event = new JsonObject();
    event.addProperty("cluster", cluster);
    return event.toString();
  }

  private static IntakeResult.Rejected rejected(String cluster) {
    return (IntakeResult.Rejected) only(byHand(cluster));
  }

  @ParameterizedTest
  @CsvSource({
    "orders-db, EITHER, orders-db, '', ''",
    "' Orders-DB ', EITHER, orders-db, '', ''",
    "arn:aws:rds:eu-west-1:111122223333:cluster:Orders-DB, CLUSTER, orders-db, 111122223333, eu-west-1",
    "arn:aws-iso-b:rds:us-isob-east-1:111122223333:db:orders-1, INSTANCE, orders-1, 111122223333, us-isob-east-1",
    "orders-db.cluster-c0nstant1ab.eu-west-1.rds.amazonaws.com, CLUSTER, orders-db, '', eu-west-1",
    "orders-db.cluster-ro-c0nstant1ab.us-gov-west-1.rds.amazonaws.com:5432, CLUSTER, orders-db, '', us-gov-west-1",
    "ORDERS-1.c0nstant1ab.cn-north-1.rds.amazonaws.com.cn., INSTANCE, orders-1, '', cn-north-1"
  })
  void identifierArnAndEndpointAreRead(String given, GivenName.Kind kind, String id, String account, String region) {
    assertThat(GivenName.of(given))
        .isInstanceOfSatisfying(
            GivenName.Named.class,
            named -> {
              assertThat(named.kind()).isEqualTo(kind);
              assertThat(named.id()).isEqualTo(id);
              assertThat(named.place()).isEqualTo(new AccountRegion(account, region));
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:s3:::orders-db", "arn:aws:rds:eu-west-1:111122223333:cluster-pg:orders-db",
            "arn:aws:rds:eu-west-1:111122223333:cluster-snapshot:orders-db",
        "arn:aws:elasticache:eu-west-1:111122223333:cluster:orders-db", "arn:aws:rds:eu-west-1:111122223333:cluster:rds:orders-db"
      })
  void arnOfSomethingElseIsNotTakenForTheClusterOfThatName(String arn) {
    FakeClusterDirectory directory = FakeClusterDirectory.usual();

    IntakeResult result = only(Samples.intake(directory).read(byHand(arn), Samples.ANY));

    assertThat(result).isInstanceOf(IntakeResult.Rejected.class);
    assertThat(((IntakeResult.Rejected) result).text()).contains(arn, "not of an RDS cluster or instance");
    assertThat(directory.asked()).isEmpty();
  }

  @Test
  void endpointLeadsToItsClusterIsSaidAndChangesNothing() {
    IntakeResult.Opened opened = opened(byHand("orders-db.cluster-ro-c0nstant1ab.eu-west-1.rds.amazonaws.com"));

    assertThat(opened.incident().cluster().value()).isEqualTo("orders-db");
    assertThat(opened.consent()).isEqualTo(IntakeResult.Consent.LOOK_ONLY);
    assertThat(opened.remarks().getFirst().text()).endsWith("is an endpoint; its cluster is orders-db.");
  }

  @Test
  void arnOfAnInstanceNamesItsClusterAndChangesNothing() {
    IntakeResult.Opened opened = opened(byHand("arn:aws:rds:eu-west-1:111122223333:db:orders-db-instance-2"));

    assertThat(opened.incident().member()).isEqualTo("orders-db-instance-2");
    assertThat(opened.consent()).isEqualTo(IntakeResult.Consent.LOOK_ONLY);
    assertThat(opened.remarks().getFirst().text()).isEqualTo("orders-db-instance-2 is an instance; its cluster is orders-db.");
  }

  @Test
  void endpointOfAnotherRegionIsRefused() {
    assertThat(rejected("orders-db.cluster-c0nstant1ab.us-east-1.rds.amazonaws.com").reason()).isEqualTo(IntakeReason.OTHER_REGION);
  }

  @ParameterizedTest
  @CsvSource({
    "analytics.cluster-custom-c0nstant1ab.eu-west-1.rds.amazonaws.com, custom endpoint",
    "app.proxy-c0nstant1ab.eu-west-1.rds.amazonaws.com, proxy",
    "örders-db, letters",
    "'orders-db,billing-db', letters",
    "*, letters",
    "1orders, letters"
  })
  void whatIsNoNameIsRefusedWithWhatWasExpected(String given, String why) {
    assertThat(rejected(given).text()).contains(given, why);
  }

  @ParameterizedTest
  @ValueSource(strings = {"orders-db\u200b", "\u202eorders-db", "orders-db\u0000"})
  void charactersThatNobodySeesAreSaid(String given) {
    assertThat(rejected(given).text()).isEqualTo("'orders-db' names no cluster: there are characters in it that cannot be seen");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://h/orders?password=hunter2", "postgres://app:hunter2@h/orders", "password=hunter2", "{\"password\":\"hunter2\"}"
      })
  void credentialThatWasTypedIntoTheNameIsNotRepeated(String given) {
    IntakeResult.Rejected rejected = rejected(given);

    assertThat(rejected.text()).doesNotContain("hunter2");
    assertThat(rejected.told().text()).doesNotContain("hunter2");
  }

  @Test
  void longTextIsNotRepeated() {
    assertThat(rejected("x".repeat(1_000_000)).text()).hasSizeLessThan(250).contains("…");
  }
}
